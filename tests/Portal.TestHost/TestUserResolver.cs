using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.TestHost;

/// <summary>Lets a test act with any grants by a header. Exists in test processes only.</summary>
internal sealed class TestUserResolver : ICurrentUserResolver
{
    public const string Header = "X-Test-Grants";

    public static string Write(Grant[] grants) =>
        JsonSerializer.Serialize(grants.Select(g => new Written(g.Role, g.Company?.Value, g.Site?.Value, g.Employee?.Value, g.Group?.Value, g.Partner?.Value)));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<UserId, Grant[]> Known = new();

    public static void Act(CurrentUser user, Grant[] grants)
    {
        Known[IdOf(grants)] = grants;
        user.ActFor(IdOf(grants), "test." + grants[0].Role.ToString().ToLowerInvariant(), "Test " + grants[0].Role, IPAddress.Loopback, grants);
    }

    /// <summary>Somebody who has acted before acts again, as they would after a restart.</summary>
    internal sealed class Authors : IAuthors
    {
        public ValueTask<bool> ActForAsync(CurrentUser user, UserId author, CancellationToken ct)
        {
            if (!Known.TryGetValue(author, out var grants))
            {
                return new(false);
            }

            Act(user, grants);
            return new(true);
        }
    }

    public ValueTask ResolveAsync(HttpContext context, CurrentUser user)
    {
        if (context.Request.Headers[Header].FirstOrDefault() is { } written)
        {
            Act(user, [.. JsonSerializer.Deserialize<Written[]>(written)!.Select(g => new Grant(
                g.Role, g.Company is { } c ? new CompanyId(c) : null, g.Site is { } s ? new SiteId(s) : null, g.Employee is { } e ? new EmployeeId(e) : null,
                g.Group is { } group ? new GroupId(group) : null, g.Partner is { } p ? new PartnerId(p) : null))]);
        }

        return ValueTask.CompletedTask;
    }

    // The same grants are the same person on every request.
    private static UserId IdOf(Grant[] grants) => new(new Guid(System.Security.Cryptography.MD5.HashData(
        System.Text.Encoding.UTF8.GetBytes(Write(grants)))));

    private sealed record Written(Role Role, Guid? Company, Guid? Site, Guid? Employee, Guid? Group = null, Guid? Partner = null);
}

/// <summary>Marks such a request as authenticated before the pipeline looks, so that authorization reaches the grants.</summary>
internal sealed class TestUserFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, go) =>
        {
            if (context.Request.Headers.ContainsKey(TestUserResolver.Header))
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "test")], "test"));
            }

            await go(context);
        });
        next(app);
    };
}
