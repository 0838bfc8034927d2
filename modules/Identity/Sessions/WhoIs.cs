using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Portal.Identity.Sessions;

/// <summary>What is known of an address: what kind it is, its name, and what the WHOIS server says of its network.</summary>
internal sealed record AddressFacts(IPAddress Address, AddressKind Kind, string? HostName, IReadOnlyList<(string Name, string Value)> Network, string? Trouble);

/// <summary>
/// "Who is?" (ID9). What the address tells by itself always; its name in the DNS unless <c>Identity:ReverseDns</c> is off; and
/// who holds the network, where <c>Identity:WhoisServer</c> names a server (RFC 3912), <c>whois.ripe.net</c> for example. Each
/// question has a few seconds, and no answer is an answer.
/// </summary>
internal sealed class WhoIs(IConfiguration configuration, TimeProvider clock)
{
    private const int MostBytes = 32 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly string[] Telling = ["netname", "org-name", "orgname", "organization", "descr", "country", "inetnum", "inet6num", "netrange", "cidr", "role", "abuse-mailbox", "orgabuseemail"];

    private readonly string? _server = configuration["Identity:WhoisServer"];
    private readonly bool _reverse = configuration.GetValue("Identity:ReverseDns", true);

    public async Task<AddressFacts> AskAsync(IPAddress address, CancellationToken ct)
    {
        var kind = AddressKinds.KindOf(address);
        if (kind is AddressKind.Loopback or AddressKind.Documentation or AddressKind.Reserved)
        {
            return new AddressFacts(address, kind, null, [], null);
        }

        var name = _reverse ? NameOfAsync(address, ct) : Task.FromResult<string?>(null);
        var (network, trouble) = kind == AddressKind.Public && !string.IsNullOrWhiteSpace(_server) ? await NetworkOfAsync(address, ct) : ([], null);
        return new AddressFacts(address, kind, await name, network, trouble);
    }

    private async Task<string?> NameOfAsync(IPAddress address, CancellationToken ct)
    {
        try
        {
            var name = (await Dns.GetHostEntryAsync(address.ToString(), ct).WaitAsync(Patience, clock, ct)).HostName;
            return name == address.ToString() ? null : name;
        }
        // Most addresses have no name, and a resolver that does not answer knows as much.
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return null;
        }
    }

    internal async Task<(IReadOnlyList<(string, string)>, string?)> NetworkOfAsync(IPAddress address, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        var (host, port) = _server!.Split(':') is [var h, var p] && int.TryParse(p, out var given) ? (h, given) : (_server, 43);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, either.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(address + "\r\n"), either.Token);
            var buffer = new byte[MostBytes];
            var length = await stream.ReadAtLeastAsync(buffer, MostBytes, throwOnEndOfStream: false, either.Token);
            return (Facts(Encoding.UTF8.GetString(buffer, 0, length)), null);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return ([], T($"The WHOIS server {host} does not answer."));
        }
    }

    /// <summary>The lines that say who it is; the rest of an answer is for machines.</summary>
    internal static IReadOnlyList<(string Name, string Value)> Facts(string answer) =>
        [.. answer.Split('\n')
            .Select(l => l.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(l => l is [var name, { Length: > 0 and <= 300 }] && Telling.Contains(name.ToLowerInvariant()))
            .Select(l => (l[0], l[1]))
            .Distinct()
            .Take(20)];
}
