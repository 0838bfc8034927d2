using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web.Tests.Demo;

/// <summary>Signs in whoever the cookie names: accounts are another module's business.</summary>
internal sealed class DemoSignIn(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Demo";
    public const string Cookie = "demo-user";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(Request.Cookies[Cookie] is { } name
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], Scheme)), Scheme))
            : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Redirect("/sign-in");
        return Task.CompletedTask;
    }
}

internal sealed class DemoAccounts : ICurrentUserResolver
{
    public static readonly CompanyId Acme = CompanyId.New();
    public static readonly SiteId Leeds = SiteId.New();
    public static readonly EmployeeId John = EmployeeId.New();

    public ValueTask ResolveAsync(HttpContext context, CurrentUser user)
    {
        switch (context.User.Identity?.Name)
        {
            case "operator":
                user.ActFor(Id(1), "operator", "Olivia Operator", context.Connection.RemoteIpAddress, [new Grant(Role.Operator)]);
                break;
            case "anna":
                user.ActFor(Id(2), "anna.admin", "Anna Admin", null, [new Grant(Role.CompanyAdmin, Acme)]);
                break;
            case "john":
                user.ActFor(Id(3), "john.smith", "John Smith", null, [new Grant(Role.Employee, Acme, null, John)]);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private static UserId Id(byte number) => new(new Guid(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, number]));
}
