using System.Globalization;

namespace Portal.Sip;

/// <summary>A Session-Expires header (RFC 4028 §4): interval and who refreshes, <c>uac</c>, <c>uas</c> or undecided.</summary>
public sealed record SessionExpires(TimeSpan Interval, string? Refresher)
{
    /// <summary>That of a message; null when absent or malformed.</summary>
    public static SessionExpires? Of(SipMessage message)
    {
        if (!message.Headers.TryGet(SipHeaderName.SessionExpires, out var line)) return null;
        var reader = new SipReader(line);
        if (!reader.TryRun(CharacterSets.Token, out var digits) || !Ascii.TryNumber(digits, out var seconds) || !reader.TryParameters(out var parameters)) return null;
        return new SessionExpires(TimeSpan.FromSeconds(seconds), parameters["refresher"]?.ToLowerInvariant());
    }

    /// <summary>The Min-SE of a message; 90 s when absent.</summary>
    public static TimeSpan MinimumOf(SipMessage message) =>
        message.Headers.TryGet(SipHeaderName.MinSE, out var line) && Ascii.TryNumber(line, out var seconds) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromSeconds(90);

    public override string ToString() =>
        ((long)Interval.TotalSeconds).ToString(CultureInfo.InvariantCulture) + (Refresher is null ? "" : ";refresher=" + Refresher);
}
