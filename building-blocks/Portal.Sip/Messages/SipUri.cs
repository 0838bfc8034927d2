using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Sip;

/// <summary>A SIP, SIPS, tel or any other URI (RFC 3261 §19.1, RFC 3966). Immutable; compares by the rules of §19.1.4.</summary>
public sealed class SipUri : IEquatable<SipUri>
{
    private string? _text;

    private SipUri(string scheme) => Scheme = scheme;

    /// <summary>A SIP URI from its parts. The user part is given unescaped and escaped here.</summary>
    /// <exception cref="ArgumentException">The host is not a host name, IPv4 or (bracketed or bare) IPv6 address.</exception>
    public SipUri(string? user, string host, int? port = null, SipParameters? parameters = null, string scheme = "sip")
    {
        Scheme = scheme;
        User = user is null ? null : SipUriEscaping.EscapeUser(user);
        Host = IPAddress.TryParse(host, out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 && host[0] != '['
            ? $"[{ip}]" : host;
        if (!IsHost(Host)) throw new ArgumentException($"'{host}' is not a SIP host.", nameof(host));
        Port = port;
        Parameters = parameters ?? SipParameters.Empty;
    }

    /// <summary>Lower case: <c>sip</c>, <c>sips</c>, <c>tel</c>, ….</summary>
    public string Scheme { get; }

    /// <summary>The user part as written (escapes kept, parameters of a telephone number included); null when there is none.</summary>
    public string? User { get; private init; }

    /// <summary>The user part with %HH undone once; null when there is none.</summary>
    public string? UserText => User is null ? null : SipUriEscaping.Unescape(User);

    /// <summary>The password of the userinfo part; discouraged by RFC 3261 §19.1.1 and never logged.</summary>
    public string? Password { get; private init; }

    /// <summary>Host name, IPv4 address or bracketed IPv6 address; empty for a URI of another scheme.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The port if the URI names one.</summary>
    public int? Port { get; private init; }

    public SipParameters Parameters { get; private init; } = SipParameters.Empty;

    /// <summary>What follows the question mark, as written; null when there is none.</summary>
    public string? Headers { get; private init; }

    /// <summary>Everything after the colon, for a scheme other than sip and sips; else null.</summary>
    public string? Opaque { get; private init; }

    public bool IsSip => Opaque is null;
    public bool IsSecure => Scheme == "sips";

    /// <summary>The host as an address when it is one.</summary>
    public IPAddress? HostAddress => IPAddress.TryParse(Host, out var address) ? address : null;

    /// <summary>The <c>transport</c> parameter; null when absent.</summary>
    public string? Transport => Parameters["transport"];

    /// <summary>True for a loose router (<c>;lr</c>).</summary>
    public bool IsLooseRouter => Parameters.Contains("lr");

    /// <summary>The address of record this URI names: scheme, user and host only (RFC 3261 §10.3 step 5), host in lower case.</summary>
    public SipUri ToAddressOfRecord() => IsSip
        ? new SipUri(Scheme) { User = User is null ? null : SipUriEscaping.Canonical(User), Host = Host.ToLowerInvariant(), Port = Port is 5060 ? null : Port }
        : this;

    /// <summary>The same URI with other parameters.</summary>
    public SipUri WithParameters(SipParameters parameters) => Copy(parameters, Headers);

    /// <summary>The same URI with one parameter set.</summary>
    public SipUri WithParameter(string name, string? value) => Copy(Parameters.With(name, value), Headers);

    /// <summary>The same URI without what follows the question mark.</summary>
    public SipUri WithoutHeaders() => Headers is null ? this : Copy(Parameters, null);

    /// <summary>Reads a URI that fills the whole text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        return !string.IsNullOrEmpty(text) && text.Length <= SipLimits.HeaderValueBytes && TryParse(Encoding.UTF8.GetBytes(text), out uri);
    }

    /// <summary>Reads a URI that fills the whole span.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf((byte)':');
        if (colon <= 0) return false;
        var scheme = text[..colon];
        if (scheme.ContainsAnyExcept(CharacterSets.Scheme) || !char.IsAsciiLetter((char)scheme[0])) return false;
        var rest = text[(colon + 1)..];
        if (Ascii.EqualsIgnoreCase(scheme, "sip")) return TryParseSip("sip", rest, out uri);
        if (Ascii.EqualsIgnoreCase(scheme, "sips")) return TryParseSip("sips", rest, out uri);
        if (rest.IsEmpty || rest.ContainsAnyExcept(CharacterSets.OtherUri)) return false;
        uri = new SipUri(Encoding.ASCII.GetString(scheme).ToLowerInvariant()) { Opaque = Encoding.ASCII.GetString(rest) };
        return true;
    }

    /// <summary>Reads a URI.</summary>
    /// <exception cref="FormatException">The text is not a URI.</exception>
    public static SipUri Parse(string text) => TryParse(text, out var uri) ? uri : throw new FormatException($"'{text}' is not a SIP URI.");

    private static bool TryParseSip(string scheme, ReadOnlySpan<byte> rest, out SipUri? uri)
    {
        uri = null;
        string? user = null, password = null, headers = null;
        // ';', '?' and '/' are legal inside the userinfo (RFC 4475 §3.1.1.9), so the '@' is looked for first.
        var at = rest.IndexOf((byte)'@');
        if (at >= 0)
        {
            var info = rest[..at];
            rest = rest[(at + 1)..];
            var split = info.IndexOf((byte)':');
            var name = split < 0 ? info : info[..split];
            if (name.IsEmpty || name.ContainsAnyExcept(CharacterSets.User) || !SipUriEscaping.IsValid(name)) return false;
            user = Encoding.ASCII.GetString(name);
            if (split >= 0)
            {
                if (info[(split + 1)..].ContainsAnyExcept(CharacterSets.Password)) return false;
                password = Encoding.ASCII.GetString(info[(split + 1)..]);
            }
        }

        var question = rest.IndexOf((byte)'?');
        if (question >= 0)
        {
            var raw = rest[(question + 1)..];
            if (raw.ContainsAnyExcept(CharacterSets.UriHeaders)) return false;
            headers = Encoding.ASCII.GetString(raw);
            rest = rest[..question];
        }

        var semicolon = rest.IndexOf((byte)';');
        var hostPort = semicolon < 0 ? rest : rest[..semicolon];
        if (!TryHostPort(hostPort, out var host, out var port)) return false;
        if (!TryUriParameters(semicolon < 0 ? default : rest[semicolon..], out var parameters)) return false;
        uri = new SipUri(scheme) { User = user, Password = password, Host = host, Port = port, Parameters = parameters, Headers = headers };
        return true;
    }

    /// <summary>host [":" port] as in a URI or a Via's sent-by.</summary>
    internal static bool TryHostPort(ReadOnlySpan<byte> text, out string host, out int? port)
    {
        host = "";
        port = null;
        int end;
        if (!text.IsEmpty && text[0] == (byte)'[')
        {
            end = text.IndexOf((byte)']') + 1;
            if (end == 0) return false;
        }
        else
        {
            end = text.IndexOf((byte)':');
            if (end < 0) end = text.Length;
        }
        host = Encoding.ASCII.GetString(Ascii.Trim(text[..end]));
        if (!IsHost(host)) return false;
        var tail = Ascii.Trim(text[end..]);
        if (tail.IsEmpty) return true;
        if (tail[0] != (byte)':' || !Ascii.TryNumber(Ascii.Trim(tail[1..]), out var number) || number is 0 or > 65535) return false;
        port = (int)number;
        return true;
    }

    private static bool TryUriParameters(ReadOnlySpan<byte> text, out SipParameters parameters)
    {
        parameters = SipParameters.Empty;
        if (text.IsEmpty) return true;
        var found = SipParameters.Gathering();
        foreach (var part in text[1..].Split((byte)';'))
        {
            var item = text[1..][part];
            var equals = item.IndexOf((byte)'=');
            var name = equals < 0 ? item : item[..equals];
            var value = equals < 0 ? default : item[(equals + 1)..];
            if (name.IsEmpty || name.ContainsAnyExcept(CharacterSets.UriParameter) || value.ContainsAnyExcept(CharacterSets.UriParameter)) return false;
            if (found.Count == SipLimits.Parameters) return false;
            found.Add(new SipParameter(SipParameters.Name(name), equals < 0 ? null : Encoding.ASCII.GetString(value)));
        }
        parameters = SipParameters.Gathered(found);
        return true;
    }

    private static bool IsHost(string host)
    {
        if (host.Length is 0 or > 255) return false;
        if (host[0] == '[') return host[^1] == ']' && IPAddress.TryParse(host[1..^1], out var ip) && ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        foreach (var c in host)
        {
            // '_' is not in the grammar, but names with it are in use.
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_')) return false;
        }
        return true;
    }

    private SipUri Copy(SipParameters parameters, string? headers) =>
        new(Scheme) { User = User, Password = Password, Host = Host, Port = Port, Opaque = Opaque, Parameters = parameters, Headers = headers };

    public override string ToString()
    {
        if (_text is not null) return _text;
        if (Opaque is not null) return _text = $"{Scheme}:{Opaque}";
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        text.AppendLiteral(Scheme);
        text.AppendLiteral(":");
        if (User is not null)
        {
            text.AppendLiteral(User);
            if (Password is not null)
            {
                text.AppendLiteral(":");
                text.AppendLiteral(Password);
            }
            text.AppendLiteral("@");
        }
        text.AppendLiteral(Host);
        if (Port is { } port)
        {
            text.AppendLiteral(":");
            text.AppendFormatted(port);
        }
        Parameters.AppendTo(ref text);
        if (Headers is not null)
        {
            text.AppendLiteral("?");
            text.AppendLiteral(Headers);
        }
        return _text = text.ToStringAndClear();
    }

    public bool Equals(SipUri? other) => other is not null && (ReferenceEquals(this, other) || SipUriComparison.Same(this, other));
    public override bool Equals(object? obj) => Equals(obj as SipUri);
    public override int GetHashCode() => HashCode.Combine(
        Scheme, User is null ? null : SipUriEscaping.Canonical(User), StringComparer.OrdinalIgnoreCase.GetHashCode(Host), Port, Opaque);
}
