using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Telephony.Contracts;

namespace Portal.Devices.Provisioning;

/// <summary>
/// The registrar's address as phones are told it: <c>Sip:PublicAddress</c> (host or host:port), or else the name by which
/// the phone reached us, with the port the switch listens on.
/// </summary>
internal sealed class RegistrarAddress(IConfiguration configuration, IServiceProvider services)
{
    private const int DefaultPort = 5060;

    /// <param name="host">The request's Host header, without its port; untrusted.</param>
    public Registrar For(string? host)
    {
        var port = services.GetService<ISipListener>()?.Address?.Port ?? ConfiguredPort;
        if (configuration["Sip:PublicAddress"] is not { Length: > 0 } address)
        {
            return new Registrar(IsHost(host) ? host! : "localhost", port);
        }

        var given = new HostString(address);
        return new Registrar(given.Host, given.Port ?? port);
    }

    private int ConfiguredPort =>
        int.TryParse(configuration["Sip:Port"], NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0 ? set : DefaultPort;

    private static bool IsHost(string? host) => host is { Length: > 0 and <= 255 } && Uri.CheckHostName(host) != UriHostNameType.Unknown;
}
