using System.Net;
using System.Net.NetworkInformation;

namespace Portal.Sip.Resolving;

/// <summary>What the system knows about names: its name servers and its hosts file.</summary>
internal static class SystemNames
{
    private const string ResolvConf = "/etc/resolv.conf";
    private const int MaxServers = 3; // as many as resolv.conf(5) takes

    internal static IReadOnlyList<IPEndPoint> Servers()
    {
        var found = File.Exists(ResolvConf) ? FromResolvConf(File.ReadLines(ResolvConf)) : NetworkInterface.GetAllNetworkInterfaces()
            .Where(adapter => adapter.OperationalStatus == OperationalStatus.Up).SelectMany(adapter => adapter.GetIPProperties().DnsAddresses);
        IPEndPoint[] servers = [.. found.Take(MaxServers).Select(address => new IPEndPoint(address, 53))];
        // Without any, the name server of this machine is meant (resolv.conf(5)).
        return servers.Length > 0 ? servers : [new(IPAddress.Loopback, 53)];
    }

    internal static IEnumerable<IPAddress> FromResolvConf(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && IPAddress.TryParse(address, out var server)) yield return server;
        }
    }

    /// <summary>The addresses that the hosts file gives a name; <c>localhost</c> is always this machine (RFC 6761 §6.3).</summary>
    internal static IReadOnlyList<IPAddress> FromHosts(string name)
    {
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return [IPAddress.Loopback, IPAddress.IPv6Loopback];
        var file = OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts") : "/etc/hosts";
        try
        {
            return FromHosts(File.ReadLines(file), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // a machine without one: only DNS knows
        }
    }

    internal static IReadOnlyList<IPAddress> FromHosts(IEnumerable<string> lines, string name)
    {
        List<IPAddress> found = [];
        foreach (var line in lines)
        {
            var words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 1 && words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out var address)) found.Add(address);
        }
        return found;
    }
}
