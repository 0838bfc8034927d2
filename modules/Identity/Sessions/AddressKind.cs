using System.Net;
using System.Net.Sockets;

namespace Portal.Identity.Sessions;

/// <summary>What an IP address tells by itself, without asking anybody.</summary>
internal enum AddressKind
{
    /// <summary>This machine (RFC 1122, RFC 4291).</summary>
    Loopback,

    /// <summary>A private network (RFC 1918, RFC 4193).</summary>
    Private,

    /// <summary>A network without any configuration (RFC 3927, RFC 4291).</summary>
    LinkLocal,

    /// <summary>Shared by customers of one provider (RFC 6598).</summary>
    Shared,

    /// <summary>For examples in books (RFC 5737, RFC 3849).</summary>
    Documentation,

    /// <summary>Multicast, or reserved otherwise.</summary>
    Reserved,

    Public,
}

internal static class AddressKinds
{
    private static readonly (IPNetwork Network, AddressKind Kind)[] Ranges =
    [
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback), (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private), (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private), (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.LinkLocal), (IPNetwork.Parse("fe80::/10"), AddressKind.LinkLocal),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Shared),
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Documentation), (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Documentation),
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Documentation), (IPNetwork.Parse("2001:db8::/32"), AddressKind.Documentation),
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Reserved), (IPNetwork.Parse("224.0.0.0/3"), AddressKind.Reserved),
        (IPNetwork.Parse("ff00::/8"), AddressKind.Reserved),
    ];

    public static AddressKind KindOf(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Ranges.Where(r => r.Network.BaseAddress.AddressFamily == plain.AddressFamily && r.Network.Contains(plain))
            .Select(r => (AddressKind?)r.Kind).FirstOrDefault()
            ?? (plain.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 ? AddressKind.Public : AddressKind.Reserved);
    }

    public static string InWords(this AddressKind kind) => kind switch
    {
        AddressKind.Loopback => T("This machine itself"),
        AddressKind.Private => T("A private network, such as an office's own"),
        AddressKind.LinkLocal => T("A network without an address of its own (link-local)"),
        AddressKind.Shared => T("Shared by customers of one internet provider"),
        AddressKind.Documentation => T("Reserved for examples"),
        AddressKind.Reserved => T("Reserved"),
        _ => T("Public"),
    };
}
