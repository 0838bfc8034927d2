using System.Globalization;
using Portal.Telephony.Contracts;
using Portal.Web;

namespace Portal.CallLogs.Domain;

/// <summary>Calls in the words of the people who look at them.</summary>
internal static class CallWords
{
    /// <summary>The result as a badge: icon and word.</summary>
    public static Status Badge(CallResult result) => result switch
    {
        CallResult.Answered => new(Tone.Good, "Answered", "phone-check"),
        CallResult.NoAnswer => new(Tone.Warning, "No answer", "bell"),
        CallResult.Busy => new(Tone.Warning, "Busy", "phone-pause"),
        CallResult.CallerHungUp => new(Tone.Warning, "Caller hung up", "phone-off"),
        CallResult.NotRegistered => new(Tone.Bad, "Not reachable", "wifi-off"),
        CallResult.UnknownNumber => new(Tone.Bad, "Unknown number", "question-mark"),
        CallResult.Refused => new(Tone.Neutral, "Refused", "ban"),
        CallResult.Declined => new(Tone.Neutral, "Declined", "phone-x"),
        _ => new(Tone.Bad, "Failed", "alert-circle"),
    };

    /// <param name="ofEmployee">An employee dials and receives; of a company or site, calls go out and come in.</param>
    public static (string Text, string Icon) Of(CallDirection direction, bool ofEmployee) => direction switch
    {
        CallDirection.Dialled => (ofEmployee ? "Dialled" : "Outgoing", "phone-outgoing"),
        CallDirection.Received => (ofEmployee ? "Received" : "Incoming", "phone-incoming"),
        CallDirection.Missed => ("Missed", "phone-x"),
        CallDirection.Forwarded => ("Forwarded", "arrow-forward-up"),
        _ => ("Internal", "transfer"),
    };

    /// <summary>A duration as a phone shows it: <c>02:13</c>, <c>1:02:13</c>. Anything under a second that is not nothing is <c>00:01</c>.</summary>
    public static string Duration(long milliseconds)
    {
        var seconds = milliseconds is > 0 and < 1000 ? 1 : Math.Max(0, milliseconds) / 1000;
        return seconds < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:00}:{seconds % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>A duration in a sentence: "2 minutes 13 seconds".</summary>
    public static string InWords(long milliseconds)
    {
        var seconds = Math.Max(0, milliseconds) / 1000;
        var parts = new[] { Count(seconds / 3600, "hour"), Count(seconds / 60 % 60, "minute"), Count(seconds % 60, "second") }.OfType<string>().ToArray();
        return parts.Length == 0 ? "less than a second" : string.Join(' ', parts);
    }

    private static string? Count(long number, string thing) =>
        number == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");

    /// <summary>The phrase of a SIP status (RFC 3261 21), in the usual capitals of a sentence.</summary>
    public static string Phrase(int status) => status switch
    {
        200 => "OK",
        400 => "Bad request",
        401 or 407 => "Password needed",
        403 => "Forbidden",
        404 => "Not found",
        408 => "Request timeout",
        410 => "Gone",
        415 => "Unsupported media type",
        420 => "Bad extension",
        433 => "Anonymity disallowed",
        480 => "Temporarily unavailable",
        481 => "Call does not exist",
        482 => "Loop detected",
        483 => "Too many hops",
        484 => "Address incomplete",
        486 => "Busy here",
        487 => "Request terminated",
        488 => "Not acceptable here",
        491 => "Request pending",
        500 => "Server internal error",
        502 => "Bad gateway",
        503 => "Service unavailable",
        504 => "Server timeout",
        600 => "Busy everywhere",
        603 => "Decline",
        604 => "Does not exist anywhere",
        606 => "Not acceptable",
        607 => "Unwanted",
        608 => "Rejected",
        _ => "Status",
    };
}
