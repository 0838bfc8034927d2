using System.Net;
using Portal.Sip.Resolving;

namespace Portal.Sip;

/// <summary>
/// Finds the servers of a SIP URI (RFC 3263): transport by NAPTR, servers by SRV, addresses by A and AAAA, in the order to be tried. Answers are kept for
/// their TTL; when no name server answers, the last one is used for up to a day. Safe from any thread.
/// </summary>
public sealed class SipResolver
{
    private readonly SipResolverOptions _options;
    private readonly DnsClient _dns;
    private readonly Random _random;

    public SipResolver(SipResolverOptions? options = null, TimeProvider? time = null)
    {
        _options = options ?? new SipResolverOptions();
        _random = _options.Random ?? Random.Shared;
        _dns = new DnsClient(_options.NameServers ?? SystemNames.Servers(), _options.Timeout, time ?? TimeProvider.System);
    }

    /// <summary>
    /// The servers to try, best first; empty for another scheme, an unknown transport, a name nobody knows or a domain that says it has no such service. <c>maddr</c> is
    /// ignored: it lets a stranger point our requests at anybody. Weights are drawn anew at every call.
    /// </summary>
    public async Task<IReadOnlyList<SipFlow>> ResolveAsync(SipUri uri, CancellationToken cancellation = default)
    {
        if (!uri.IsSip) return [];
        SipTransportKind? asked = null;
        if (uri.Transport is { } name)
        {
            if (TransportNamed(name, uri.IsSecure) is not { } named) return [];
            asked = named;
        }
        // §4.1: an address or a port leaves nothing to look up but the address.
        var plain = uri.IsSecure ? SipTransportKind.Tls : SipTransportKind.Udp;
        if (uri.HostAddress is { } address) return [Target(asked ?? plain, address, uri.Port, uri.Host)];
        var targets = new List<SipFlow>();
        if (uri.Port is { } port)
        {
            await AddAddressesAsync(targets, asked ?? plain, uri.Host, port, uri.Host, cancellation).ConfigureAwait(false);
            return targets;
        }
        var services = asked is { } only ? [(only, ServiceName(only, uri.Host))] : await ServicesAsync(uri, cancellation).ConfigureAwait(false);
        var said = false;
        foreach (var (transport, service) in services) said |= await AddServersAsync(targets, transport, service, uri.Host, cancellation).ConfigureAwait(false);
        // §4.2: without SRV records, the name itself with the default port.
        if (!said) await AddAddressesAsync(targets, asked ?? plain, uri.Host, null, uri.Host, cancellation).ConfigureAwait(false);
        return targets;
    }

    /// <summary>The services in the domain's order of preference, or else in ours (§4.1).</summary>
    private async Task<IReadOnlyList<(SipTransportKind, string)>> ServicesAsync(SipUri uri, CancellationToken cancellation)
    {
        var naptr = await _dns.AskAsync(uri.Host, DnsType.Naptr, cancellation).ConfigureAwait(false);
        var usable = new List<(SipTransportKind, string)>();
        foreach (var record in (naptr?.Records ?? []).Cast<NaptrRecord>().OrderBy(record => record.Order).ThenBy(record => record.Preference))
        {
            if (!record.Flags.Equals("s", StringComparison.OrdinalIgnoreCase) || record.Replacement.Length == 0) continue;
            if (TransportOf(record.Service) is not { } transport || !_options.Transports.Contains(transport) || (uri.IsSecure && !IsSecure(transport))) continue;
            usable.Add((transport, record.Replacement));
        }
        if (usable.Count > 0) return usable;
        return [.. _options.Transports.Where(transport => !uri.IsSecure || IsSecure(transport)).Select(transport => (transport, ServiceName(transport, uri.Host)))];
    }

    /// <summary>False when there are no SRV records; a domain may say by one of them that it has no such service.</summary>
    private async Task<bool> AddServersAsync(List<SipFlow> targets, SipTransportKind transport, string service, string domain, CancellationToken cancellation)
    {
        var answer = await _dns.AskAsync(service, DnsType.Srv, cancellation).ConfigureAwait(false);
        if (answer is not { Records.Count: > 0 }) return false;
        foreach (var server in ServerOrder.Of(answer.Records.Cast<SrvRecord>(), _random))
        {
            if (targets.Count >= _options.MaxTargets) break;
            if (server.Target.Length > 0) await AddAddressesAsync(targets, transport, server.Target, server.Port, domain, cancellation).ConfigureAwait(false);
        }
        return true;
    }

    private async Task AddAddressesAsync(List<SipFlow> targets, SipTransportKind transport, string host, int? port, string domain, CancellationToken cancellation)
    {
        foreach (var address in await AddressesAsync(host, cancellation).ConfigureAwait(false))
        {
            if (targets.Count >= _options.MaxTargets) return;
            var target = Target(transport, address, port, domain);
            if (!targets.Contains(target)) targets.Add(target);
        }
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string host, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out var literal)) return [literal];
        if (_options.UseHostsFile && SystemNames.FromHosts(host) is { Count: > 0 } known) return known;
        var four = _dns.AskAsync(host, DnsType.A, cancellation);
        var six = _dns.AskAsync(host, DnsType.Aaaa, cancellation);
        await Task.WhenAll(four, six).ConfigureAwait(false);
        return [.. new[] { await four.ConfigureAwait(false), await six.ConfigureAwait(false) }.SelectMany(answer => answer?.Records ?? []).Cast<AddressRecord>().Select(record => record.Address)];
    }

    /// <summary>RFC 5922 §7: the certificate must name the domain that was asked for, not what DNS made of it.</summary>
    private static SipFlow Target(SipTransportKind transport, IPAddress address, int? port, string domain)
    {
        var usual = transport switch { SipTransportKind.Tls => 5061, _ => 5060 };
        return new SipFlow(transport, new IPEndPoint(address, port ?? usual)) { ServerName = domain.Trim('[', ']') };
    }

    private static SipTransportKind? TransportNamed(string name, bool secure) => name.ToUpperInvariant() switch
    {
        "UDP" when !secure => SipTransportKind.Udp,
        "TCP" => secure ? SipTransportKind.Tls : SipTransportKind.Tcp,
        "TLS" => SipTransportKind.Tls,
        _ => null,
    };

    private static SipTransportKind? TransportOf(string service) => service.ToUpperInvariant() switch
    {
        "SIP+D2U" => SipTransportKind.Udp,
        "SIP+D2T" => SipTransportKind.Tcp,
        "SIPS+D2T" => SipTransportKind.Tls,
        _ => null,
    };

    private static bool IsSecure(SipTransportKind transport) => transport == SipTransportKind.Tls;

    private static string ServiceName(SipTransportKind transport, string domain) => transport switch
    {
        SipTransportKind.Udp => "_sip._udp." + domain,
        SipTransportKind.Tcp => "_sip._tcp." + domain,
        _ => "_sips._tcp." + domain,
    };
}
