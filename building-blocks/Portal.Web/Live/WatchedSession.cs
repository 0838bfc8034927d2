using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Access;

namespace Portal.Web.Live;

/// <summary>
/// Asks now and then whether a stream's request would still be let in. A stream can stay open for hours; signing out, a lost
/// power or a locked account has to end it.
/// </summary>
internal sealed class WatchedSession(HttpContext http, string needs, TimeProvider time)
{
    private DateTimeOffset _asked = time.GetUtcNow();

    public async ValueTask<bool> LastsAsync()
    {
        var now = time.GetUtcNow();
        // Only what an authentication scheme has vouched for can be asked for again.
        if (now - _asked < LiveTopic.Heartbeat || http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Succeeded != true)
        {
            return true;
        }

        _asked = now;
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        // The same request once more, in a scope that remembers nothing of the first answer.
        var again = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        (again.Request.Method, again.Request.Scheme, again.Request.Host, again.Request.Path) =
            (http.Request.Method, http.Request.Scheme, http.Request.Host, http.Request.Path);
        again.Request.Headers.Cookie = http.Request.Headers.Cookie;
        again.Request.Headers.Authorization = http.Request.Headers.Authorization;
        again.Request.Headers.UserAgent = http.Request.Headers.UserAgent;
        again.Connection.RemoteIpAddress = http.Connection.RemoteIpAddress;
        var result = await again.AuthenticateAsync();
        if (!result.Succeeded)
        {
            return false;
        }

        again.User = result.Principal;
        var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
        foreach (var resolver in scope.ServiceProvider.GetServices<ICurrentUserResolver>().TakeWhile(_ => !user.IsSignedIn))
        {
            await resolver.ResolveAsync(again, user);
        }

        await scope.ServiceProvider.GetRequiredService<IGrantAreas>().ResolveAsync(user, http.RequestAborted);
        return scope.ServiceProvider.GetRequiredService<IAccess>().AllowsSomewhere(needs);
    }
}
