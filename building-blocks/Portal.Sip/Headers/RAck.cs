using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Portal.Sip;

/// <summary>A RAck header (RFC 3262 §7.2): which reliable provisional response a PRACK acknowledges.</summary>
/// <param name="Response">The RSeq of the response.</param>
public sealed record RAck(uint Response, CSeq CSeq)
{
    /// <summary>That of a PRACK; null when absent or malformed.</summary>
    public static RAck? Of(SipMessage message) =>
        message.Headers.TryGet(SipHeaderName.RAck, out var line) && TryParse(line, out var value) ? value : null;

    internal static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out RAck? value)
    {
        value = null;
        text = Ascii.Trim(text);
        var end = text.IndexOfAny((byte)' ', (byte)'\t');
        if (end < 0 || !Ascii.TryNumber(text[..end], out var response) || !CSeq.TryParse(Ascii.Trim(text[end..]), out var cseq)) return false;
        value = new RAck(response, cseq);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Response} {CSeq}");
}
