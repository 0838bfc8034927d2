using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Portal.Modularity.Access;

namespace Portal.Identity.Passwords;

/// <summary>
/// The portal's own address, for links in mail. The setting <c>Portal:Address</c> where there is one; else as somebody who has signed
/// in reaches it; else where it listens. Never as a stranger's request names it: the link would lead to the stranger's machine.
/// </summary>
internal sealed class PortalAddress(IConfiguration configuration, IHttpContextAccessor http, CurrentUser asker, IServer server)
{
    public string Link(string path) => Base() + path;

    private string Base()
    {
        if (configuration["Portal:Address"] is { Length: > 0 } set)
        {
            return set.TrimEnd('/');
        }

        if (asker.IsSignedIn && http.HttpContext?.Request is { } request)
        {
            return $"{request.Scheme}://{request.Host}{request.PathBase}";
        }

        var listening = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost:5080";
        foreach (var any in new[] { "://0.0.0.0", "://[::]", "://+", "://*" })
        {
            listening = listening.Replace(any, "://" + Dns.GetHostName(), StringComparison.Ordinal);
        }

        return listening.TrimEnd('/');
    }
}
