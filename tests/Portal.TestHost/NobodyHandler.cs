using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Portal.TestHost;

/// <summary>Answers 401 in test projects that leave Identity out, where nobody else could challenge.</summary>
internal sealed class NobodyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Nobody = "nobody";

    public static void AddWhereMissing(AuthenticationOptions options)
    {
        if (options.DefaultScheme is null && options.DefaultChallengeScheme is null && options.DefaultAuthenticateScheme is null)
        {
            options.AddScheme<NobodyHandler>(Nobody, null);
            options.DefaultScheme = Nobody;
        }
    }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
}
