using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Sip;

/// <summary>One Via value (RFC 3261 §20.42, RFC 3581).</summary>
public sealed class Via
{
    /// <summary>The branch prefix that marks an RFC 3261 transaction id (§8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    public Via(string transport, string host, int? port, SipParameters parameters)
    {
        Transport = transport;
        Host = host;
        Port = port;
        Parameters = parameters;
    }

    /// <summary>Upper case: UDP, TCP, TLS, WS, WSS or a token this library does not know.</summary>
    public string Transport { get; }

    /// <summary>The host of sent-by.</summary>
    public string Host { get; }

    /// <summary>The port of sent-by if named.</summary>
    public int? Port { get; }

    public SipParameters Parameters { get; }

    /// <summary>The branch; null when absent.</summary>
    public string? Branch => Parameters["branch"];

    /// <summary>True when the branch can serve as an RFC 3261 transaction id: the cookie and something after it (RFC 4475 §3.2.1).</summary>
    public bool HasTransactionId => Branch is { } branch && branch.Length > MagicCookie.Length && branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase);

    /// <summary>The source address a server noted.</summary>
    public string? Received => Parameters["received"];

    /// <summary>True when the sender asked for (or a server noted) the source port, RFC 3581.</summary>
    public bool HasRport => Parameters.Contains("rport");

    /// <summary>The source port a server noted; null when not (yet) filled in.</summary>
    public int? Rport => int.TryParse(Parameters["rport"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535 ? port : null;

    /// <summary>host[:port] in lower case: what transactions are matched by (§17.2.3).</summary>
    public string SentBy => Port is { } port ? $"{Host.ToLowerInvariant()}:{port}" : Host.ToLowerInvariant();

    public Via With(SipParameters parameters) => new(Transport, Host, Port, parameters);

    public static bool TryParse(string? text, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        return !string.IsNullOrEmpty(text) && TryParse(Encoding.UTF8.GetBytes(text), out via);
    }

    /// <summary>Reads one Via value filling the whole span.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Via? via) => Read(text, out via, out var strict) && strict;

    /// <summary>Reads as much as an answer needs: true when sent-by could be read, even if the parameters after it could not.</summary>
    internal static bool Read(ReadOnlySpan<byte> text, [NotNullWhen(true)] out Via? via, out bool wellFormed)
    {
        via = null;
        wellFormed = false;
        var reader = new SipReader(Ascii.Trim(text));
        if (!reader.TryRun(CharacterSets.Token, out var name) || !Ascii.EqualsIgnoreCase(name, "SIP") || !reader.TakeSeparator((byte)'/')) return false;
        if (!reader.TryRun(CharacterSets.Token, out var version) || !reader.TakeSeparator((byte)'/')) return false;
        var known = Ascii.Equals(version, "2.0"); // another version is still answered, by 505
        if (!reader.TryRun(CharacterSets.Token, out var transport)) return false;
        if (!CharacterSets.LineWhite.Contains(reader.Peek)) return false;
        reader.SkipWhite();
        var rest = reader.Rest;
        var semicolon = rest.IndexOf((byte)';');
        if (!SipUri.TryHostPort(Ascii.Trim(semicolon < 0 ? rest : rest[..semicolon]), out var host, out var port)) return false;
        var tail = new SipReader(semicolon < 0 ? default : rest[semicolon..]);
        wellFormed = tail.TryParameters(out var parameters);
        tail.SkipWhite();
        wellFormed &= known && tail.AtEnd;
        via = new Via(KnownTransport(transport), host, port, parameters);
        return true;
    }

    private static string KnownTransport(ReadOnlySpan<byte> name) =>
        Ascii.EqualsIgnoreCase(name, "UDP") ? "UDP"
        : Ascii.EqualsIgnoreCase(name, "TCP") ? "TCP"
        : Ascii.EqualsIgnoreCase(name, "TLS") ? "TLS"
        : Encoding.ASCII.GetString(name).ToUpperInvariant();

    public override string ToString()
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        text.AppendLiteral("SIP/2.0/");
        text.AppendLiteral(Transport);
        text.AppendLiteral(" ");
        text.AppendLiteral(Host);
        if (Port is { } port)
        {
            text.AppendLiteral(":");
            text.AppendFormatted(port);
        }
        Parameters.AppendTo(ref text);
        return text.ToStringAndClear();
    }
}
