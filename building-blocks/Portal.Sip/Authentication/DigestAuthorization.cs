using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Sip.Authentication;

/// <summary>The parameters of an Authorization, Proxy-Authorization, WWW-Authenticate or Proxy-Authenticate header of scheme Digest (RFC 7616 §3.3, §3.4).</summary>
public sealed class DigestAuthorization
{
    private const int Most = 32;
    private static readonly string[] CommonNames = ["username", "realm", "nonce", "uri", "response", "algorithm", "cnonce", "qop", "nc", "opaque", "stale", "domain"];

    private readonly List<KeyValuePair<string, string>> _values;

    private DigestAuthorization(List<KeyValuePair<string, string>> values) => _values = values;

    public string UserName => this["username"] ?? "";
    public string Realm => this["realm"] ?? "";
    public string Nonce => this["nonce"] ?? "";
    public string Uri => this["uri"] ?? "";
    public string Response => this["response"] ?? "";

    /// <summary>A parameter without its quotes; null when absent.</summary>
    public string? this[string name]
    {
        get
        {
            return Find(_values, name);
        }
    }

    private static string? Find(List<KeyValuePair<string, string>> values, string name)
    {
        foreach (var (key, value) in values)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }

    /// <summary>False for another scheme (Basic, Bearer, NoOneKnowsThisScheme…) or a malformed list.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out DigestAuthorization? value)
    {
        value = null;
        return header is not null && TryParse(Encoding.UTF8.GetBytes(header), out value);
    }

    internal static bool IsDigest(ReadOnlySpan<byte> header) => header.Length >= 7 && Ascii.EqualsIgnoreCase(header[..6], "Digest") && CharacterSets.LineWhite.Contains(header[6]);

    internal static bool TryParse(ReadOnlySpan<byte> header, [NotNullWhen(true)] out DigestAuthorization? value)
    {
        value = null;
        if (!IsDigest(header)) return false;
        var values = new List<KeyValuePair<string, string>>(12);
        var reader = new SipReader(header[6..]);
        do
        {
            reader.SkipWhite();
            if (!reader.TryRun(CharacterSets.Token, out var name) || !reader.TakeSeparator((byte)'=')) return false;
            string? text;
            if (reader.Peek == (byte)'"')
            {
                if (!reader.TryQuoted(out var quoted)) return false;
                text = Inner(quoted);
            }
            else
            {
                reader.TryRun(CharacterSets.ParameterValue, out var plain);
                text = Encoding.ASCII.GetString(plain);
            }
            var key = NameOf(name);
            // A parameter given twice could be read differently by two elements.
            if (values.Count > Most || Find(values, key) is not null) return false;
            values.Add(new(key, text));
        }
        while (reader.TakeSeparator((byte)','));
        reader.SkipWhite();
        if (!reader.AtEnd) return false;
        value = new DigestAuthorization(values);
        return true;
    }

    private static string Inner(ReadOnlySpan<byte> quoted) => quoted.ContainsAny((byte)'\\', (byte)'\n')
        ? SipParameters.Unquote(Ascii.Unfold(quoted))
        : Encoding.UTF8.GetString(quoted[1..^1]);

    private static string NameOf(ReadOnlySpan<byte> name)
    {
        foreach (var common in CommonNames)
        {
            if (Ascii.EqualsIgnoreCase(name, common)) return common;
        }
        return Encoding.ASCII.GetString(name);
    }
}
