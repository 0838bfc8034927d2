using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Sip;

/// <summary>A URI with an optional display name and header parameters: From, To, Contact, Route, Record-Route, Path, Refer-To, Diversion, P-Asserted-Identity….</summary>
public sealed class NameAddr
{
    private string? _text;
    private byte[]? _octets;

    public NameAddr(SipUri uri, string? displayName = null, SipParameters? parameters = null)
    {
        Uri = uri;
        DisplayName = string.IsNullOrEmpty(displayName) ? null : Safe(displayName);
        Parameters = parameters ?? SipParameters.Empty;
    }

    /// <summary>The display name without quotes and escapes; null when there is none.</summary>
    public string? DisplayName { get; }

    public SipUri Uri { get; }

    /// <summary>The header's parameters (never the URI's).</summary>
    public SipParameters Parameters { get; }

    /// <summary>The dialog tag of a From or To.</summary>
    public string? Tag => Parameters["tag"];

    /// <summary>The <c>q</c> value of a Contact in thousandths (0–1000); null when absent or malformed.</summary>
    public int? Quality => decimal.TryParse(Parameters["q"], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) && q is >= 0 and <= 1
        ? (int)(q * 1000) : null;

    /// <summary>The same with this tag; null removes it.</summary>
    public NameAddr WithTag(string? tag) => tag is null ? With(Parameters.Without("tag")) : With(Parameters.With("tag", tag));

    /// <summary>The same with other header parameters.</summary>
    public NameAddr With(SipParameters parameters) => new(Uri, DisplayName, parameters);

    public static bool TryParse(string? text, [NotNullWhen(true)] out NameAddr? value)
    {
        value = null;
        return !string.IsNullOrEmpty(text) && TryParse(Encoding.UTF8.GetBytes(text), out value);
    }

    /// <summary>Reads a name-addr or addr-spec with its parameters, filling the whole span (RFC 3261 §20.10).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out NameAddr? value)
    {
        value = null;
        var reader = new SipReader(Ascii.Trim(text));
        if (!TryName(ref reader, out var name, out var bracketed)) return false;

        SipUri? uri;
        if (bracketed)
        {
            if (!reader.TryUntil((byte)'>', out var inner) || !SipUri.TryParse(inner, out uri)) return false;
        }
        else
        {
            // Without brackets ';' starts the header's parameters, and ',' and '?' must not appear in the URI (§20.10).
            var rest = reader.Rest;
            var end = BareUriEnd(rest);
            var bare = Ascii.Trim(end < 0 ? rest : rest[..end]);
            if (bare.ContainsAny((byte)',', (byte)'?') || !SipUri.TryParse(bare, out uri)) return false;
            reader = new SipReader(end < 0 ? default : rest[end..]);
        }
        if (!reader.TryParameters(out var parameters)) return false;
        reader.SkipWhite();
        if (!reader.AtEnd) return false;
        value = new NameAddr(uri, name, parameters);
        return true;
    }

    /// <summary>As it is written; made once, since a dialog writes its ends into every request.</summary>
    internal byte[] Octets => _octets ??= SipHeaders.Encode(ToString());

    private static int BareUriEnd(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOf((byte)'@');
        var from = at < 0 ? 0 : at;
        var semicolon = rest[from..].IndexOf((byte)';');
        return semicolon < 0 ? -1 : from + semicolon;
    }

    private static bool TryName(ref SipReader reader, out string? name, out bool bracketed)
    {
        name = null;
        bracketed = true;
        if (reader.Peek == (byte)'"')
        {
            if (!reader.TryQuoted(out var quoted)) return false;
            name = SipParameters.Unquote(Ascii.Unfold(quoted));
            reader.SkipWhite();
            return reader.Take((byte)'<');
        }
        if (reader.Take((byte)'<')) return true;
        var rest = reader.Rest;
        var angle = rest.IndexOf((byte)'<');
        var semicolon = rest.IndexOf((byte)';');
        if (angle < 0 || (semicolon >= 0 && semicolon < angle))
        {
            bracketed = false;
            return true;
        }
        // *(token LWS): no comma, no quote. Octets above ASCII are let through: phones put UTF-8 here unquoted.
        var plain = rest[..angle];
        foreach (var octet in plain)
        {
            if (octet < 0x80 && !CharacterSets.Token.Contains(octet) && !CharacterSets.LineWhite.Contains(octet)) return false;
        }
        name = Ascii.Unfold(Ascii.Trim(plain));
        if (name.Length == 0) name = null;
        reader = new SipReader(rest[(angle + 1)..]);
        return true;
    }

    /// <summary>A display name must never carry a line of its own into a message (header injection); control characters become spaces.</summary>
    private static string Safe(string name) => name.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0 ? name
        : string.Create(name.Length, name, static (to, from) =>
        {
            for (var i = 0; i < from.Length; i++) to[i] = from[i] < ' ' ? ' ' : from[i];
        });

    public override string ToString()
    {
        if (_text is not null) return _text;
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        if (DisplayName is not null)
        {
            text.AppendLiteral(SipParameters.Quote(DisplayName));
            text.AppendLiteral(" ");
        }
        text.AppendLiteral("<");
        text.AppendLiteral(Uri.ToString());
        text.AppendLiteral(">");
        Parameters.AppendTo(ref text);
        return _text = text.ToStringAndClear();
    }
}
