using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Sip.Authentication;

/// <summary>
/// The parameters of an Authorization, Proxy-Authorization, WWW-Authenticate or Proxy-Authenticate header of scheme Digest (RFC 7616 §3.3, §3.4). They are kept as the octets they came in:
/// most are only hashed or compared, and none becomes a text before somebody asks for it.
/// </summary>
public sealed class DigestAuthorization
{
    private const int Most = 32;

    private readonly byte[] _octets;
    private readonly Parameter[] _parameters;

    /// <summary>Where name and value lie; the value without its quotes.</summary>
    private readonly record struct Parameter(ushort Name, ushort NameLength, ushort Value, ushort ValueLength);

    private DigestAuthorization(byte[] octets, Parameter[] parameters) => (_octets, _parameters) = (octets, parameters);

    public string UserName => this["username"] ?? "";
    public string Realm => this["realm"] ?? "";
    public string Nonce => this["nonce"] ?? "";
    public string Uri => this["uri"] ?? "";
    public string Response => this["response"] ?? "";

    /// <summary>A parameter without its quotes; null when absent.</summary>
    public string? this[string name] => TryGet(name, out var value) ? Encoding.UTF8.GetString(value) : null;

    /// <summary>The same as octets; empty when absent.</summary>
    internal bool TryGet(string name, out ReadOnlySpan<byte> value)
    {
        foreach (var parameter in _parameters)
        {
            if (!Ascii.EqualsIgnoreCase(_octets.AsSpan(parameter.Name, parameter.NameLength), name)) continue;
            value = _octets.AsSpan(parameter.Value, parameter.ValueLength);
            // An escape or a fold, which nobody uses here but everybody may.
            if (value.ContainsAny((byte)'\\', (byte)'\n')) value = Encoding.UTF8.GetBytes(SipParameters.Unquote($"\"{Ascii.Unfold(value)}\""));
            return true;
        }
        value = default;
        return false;
    }

    internal ReadOnlySpan<byte> Octets(string name) => TryGet(name, out var value) ? value : default;

    /// <summary>False for another scheme (Basic, Bearer, NoOneKnowsThisScheme…) or a malformed list.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out DigestAuthorization? value)
    {
        value = null;
        return header is { Length: <= SipLimits.HeaderValueBytes } && TryParse(Encoding.UTF8.GetBytes(header), out value);
    }

    internal static bool IsDigest(ReadOnlySpan<byte> header) => header.Length >= 7 && Ascii.EqualsIgnoreCase(header[..6], "Digest") && CharacterSets.LineWhite.Contains(header[6]);

    internal static bool TryParse(ReadOnlySpan<byte> header, [NotNullWhen(true)] out DigestAuthorization? value)
    {
        value = null;
        if (!IsDigest(header) || header.Length > ushort.MaxValue) return false;
        Span<Parameter> found = stackalloc Parameter[Most];
        var count = 0;
        var reader = new SipReader(header[6..]);
        do
        {
            reader.SkipWhite();
            var nameAt = header.Length - reader.Rest.Length;
            if (!reader.TryRun(CharacterSets.Token, out var name) || !reader.TakeSeparator((byte)'=')) return false;
            var valueAt = header.Length - reader.Rest.Length;
            ReadOnlySpan<byte> text;
            if (reader.Peek == (byte)'"')
            {
                if (!reader.TryQuoted(out var quoted)) return false;
                text = quoted[1..^1];
                valueAt++;
            }
            else
            {
                reader.TryRun(CharacterSets.ParameterValue, out text);
            }
            // A parameter given twice could be read differently by two elements.
            if (count == Most || IsAmong(header, found[..count], name)) return false;
            found[count++] = new Parameter((ushort)nameAt, (ushort)name.Length, (ushort)valueAt, (ushort)text.Length);
        }
        while (reader.TakeSeparator((byte)','));
        reader.SkipWhite();
        if (!reader.AtEnd) return false;
        value = new DigestAuthorization(header.ToArray(), found[..count].ToArray());
        return true;
    }

    private static bool IsAmong(ReadOnlySpan<byte> header, ReadOnlySpan<Parameter> found, ReadOnlySpan<byte> name)
    {
        foreach (var known in found)
        {
            if (known.NameLength == name.Length && System.Text.Ascii.EqualsIgnoreCase(header.Slice(known.Name, known.NameLength), name)) return true;
        }
        return false;
    }
}
