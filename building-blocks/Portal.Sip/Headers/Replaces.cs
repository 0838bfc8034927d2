using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Portal.Sip;

/// <summary>A Replaces header (RFC 3891 §6.1): the dialog that the INVITE takes the place of, as the receiver of the header knows it.</summary>
/// <param name="ToTag">The receiver's own tag.</param>
/// <param name="FromTag">The tag of its peer; <c>0</c> also matches a peer without a tag (RFC 2543).</param>
/// <param name="EarlyOnly">Refuse when the dialog is already confirmed.</param>
public sealed record Replaces(string CallId, string ToTag, string FromTag, bool EarlyOnly = false)
{
    /// <summary>That of an INVITE; null when absent or malformed. More than one is malformed (§3).</summary>
    public static Replaces? Of(SipMessage message) =>
        message.Headers.CountOf(SipHeaderName.Replaces) == 1 && TryParse(message.Headers[SipHeaderName.Replaces], out var value) ? value : null;

    /// <summary>That which a Refer-To URI carries in its headers, for an attended transfer (RFC 5589 §7.3); null when there is none.</summary>
    public static Replaces? In(SipUri uri)
    {
        foreach (var header in (uri.Headers ?? "").Split('&'))
        {
            var equals = header.IndexOf('=');
            if (equals > 0 && header.AsSpan(0, equals).Equals("Replaces", StringComparison.OrdinalIgnoreCase)
                && TryParse(SipUriEscaping.Unescape(header[(equals + 1)..]), out var value)) return value;
        }
        return null;
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Replaces? value)
    {
        value = null;
        if (string.IsNullOrEmpty(text)) return false;
        var reader = new SipReader(Ascii.Trim(Encoding.UTF8.GetBytes(text)));
        if (!reader.TryRun(CharacterSets.Word, out var callId) || !reader.TryParameters(out var parameters) || !reader.AtEnd) return false;
        if (parameters["to-tag"] is not { Length: > 0 } to || parameters["from-tag"] is not { Length: > 0 } from) return false;
        value = new Replaces(Encoding.UTF8.GetString(callId), to, from, parameters.Contains("early-only"));
        return true;
    }

    public override string ToString() => $"{CallId};to-tag={ToTag};from-tag={FromTag}{(EarlyOnly ? ";early-only" : "")}";
}
