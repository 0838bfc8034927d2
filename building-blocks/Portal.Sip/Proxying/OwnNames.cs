using System.Net;
using System.Net.NetworkInformation;

namespace Portal.Sip.Proxying;

/// <summary>Which URIs mean this element: its addresses and names with a port it listens on.</summary>
internal sealed class OwnNames(SipEndpoint endpoint, IReadOnlyList<string> names, string? advertised)
{
    private readonly Lazy<HashSet<IPAddress>> _addresses = new(() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)]);

    internal bool Has(SipUri uri)
    {
        if (!uri.IsSip) return false;
        var host = (uri.Parameters["maddr"] ?? uri.Host).Trim('[', ']');
        var named = host.Equals(advertised, StringComparison.OrdinalIgnoreCase) || names.Contains(host, StringComparer.OrdinalIgnoreCase);
        // A name without a port is found by DNS, whatever the port it leads to.
        if (named && uri.Port is null) return true;
        if (!IPAddress.TryParse(host, out var address) && !named) return false;
        var secure = uri.IsSecure || "tls".Equals(uri.Transport, StringComparison.OrdinalIgnoreCase);
        var port = uri.Port ?? (secure ? 5061 : 5060);
        foreach (var (_, bound) in endpoint.LocalEndPoints)
        {
            if (bound.Port == port && (named || bound.Address.Equals(address) || (IsAny(bound.Address) && _addresses.Value.Contains(address!)))) return true;
        }
        return false;
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
