using Microsoft.AspNetCore.Http;

namespace Portal.Modularity.Access;

/// <summary>
/// Says who a request acts for, after authentication and before authorization. Implemented by the module that knows the
/// accounts; every registered resolver is asked until one has called <see cref="CurrentUser.ActFor"/>.
/// </summary>
public interface ICurrentUserResolver
{
    ValueTask ResolveAsync(HttpContext context, CurrentUser user);
}
