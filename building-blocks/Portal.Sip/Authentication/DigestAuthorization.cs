using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Sip.Authentication;

/// <summary>The parameters of an Authorization, Proxy-Authorization, WWW-Authenticate or Proxy-Authenticate header of scheme Digest (RFC 7616 §3.3, §3.4).</summary>
public sealed class DigestAuthorization
{
    private readonly Dictionary<string, string> _values;

    private DigestAuthorization(Dictionary<string, string> values) => _values = values;

    public string UserName => this["username"] ?? "";
    public string Realm => this["realm"] ?? "";
    public string Nonce => this["nonce"] ?? "";
    public string Uri => this["uri"] ?? "";
    public string Response => this["response"] ?? "";

    /// <summary>A parameter without its quotes; null when absent.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>False for another scheme (Basic, Bearer, NoOneKnowsThisScheme…) or a malformed list.</summary>
    public static bool TryParse(string? header, [NotNullWhen(true)] out DigestAuthorization? value)
    {
        value = null;
        if (header is null || header.Length < 7 || !header.StartsWith("Digest", StringComparison.OrdinalIgnoreCase) || header[6] is not (' ' or '\t')) return false;
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var reader = new SipReader(Encoding.UTF8.GetBytes(header[6..]));
        do
        {
            reader.SkipWhite();
            if (!reader.TryRun(CharacterSets.Token, out var name) || !reader.TakeSeparator((byte)'=')) return false;
            var key = Encoding.ASCII.GetString(name);
            string? text;
            if (reader.Peek == (byte)'"')
            {
                if (!reader.TryQuoted(out var quoted)) return false;
                text = SipParameters.Unquote(Encoding.UTF8.GetString(quoted));
            }
            else
            {
                reader.TryRun(CharacterSets.ParameterValue, out var plain);
                text = Encoding.ASCII.GetString(plain);
            }
            // A parameter given twice could be read differently by two elements.
            if (values.Count > 32 || !values.TryAdd(key, text)) return false;
        }
        while (reader.TakeSeparator((byte)','));
        reader.SkipWhite();
        if (!reader.AtEnd) return false;
        value = new DigestAuthorization(values);
        return true;
    }
}
