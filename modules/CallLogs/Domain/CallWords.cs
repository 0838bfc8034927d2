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
        CallResult.Answered => new(Tone.Good, T("Answered"), "phone-check"),
        CallResult.NoAnswer => new(Tone.Warning, T("No answer"), "bell"),
        CallResult.Busy => new(Tone.Warning, T("Busy"), "phone-pause"),
        CallResult.CallerHungUp => new(Tone.Warning, T("Caller hung up"), "phone-off"),
        CallResult.NotRegistered => new(Tone.Bad, T("Not reachable"), "wifi-off"),
        CallResult.UnknownNumber => new(Tone.Bad, T("Unknown number"), "question-mark"),
        CallResult.Refused => new(Tone.Neutral, T("Refused"), "ban"),
        CallResult.Declined => new(Tone.Neutral, T("Declined"), "phone-x"),
        _ => new(Tone.Bad, T("Failed"), "alert-circle"),
    };

    /// <param name="ofEmployee">An employee dials and receives; of a company or site, calls go out and come in.</param>
    public static (string Text, string Icon) Of(CallDirection direction, bool ofEmployee) => direction switch
    {
        CallDirection.Dialled => (ofEmployee ? T("Dialled") : T("Outgoing"), "phone-outgoing"),
        CallDirection.Received => (ofEmployee ? T("Received") : T("Incoming"), "phone-incoming"),
        CallDirection.Missed => (T("Missed"), "phone-x"),
        CallDirection.Forwarded => (T("Forwarded"), "arrow-forward-up"),
        _ => (T("Internal"), "transfer"),
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
        string[] parts =
        [
            .. seconds >= 3600 ? [N(seconds / 3600, "1 hour", "{0} hours")] : Array.Empty<string>(),
            .. seconds / 60 % 60 > 0 ? [N(seconds / 60 % 60, "1 minute", "{0} minutes")] : Array.Empty<string>(),
            .. seconds % 60 > 0 ? [N(seconds % 60, "1 second", "{0} seconds")] : Array.Empty<string>(),
        ];
        return parts.Length == 0 ? T("less than a second") : string.Join(' ', parts);
    }

    /// <summary>Why a call was sent on (RFC 5806), in words.</summary>
    public static string Why(string reason) => reason switch
    {
        "unconditional" => T("all calls"),
        "user-busy" or "busy" => T("when busy"),
        "no-answer" => T("without an answer"),
        "unavailable" => T("when not reachable"),
        "deflection" => T("at the telephone"),
        _ => reason,
    };

    /// <summary>The phrase of a SIP status (RFC 3261 21), in the usual capitals of a sentence.</summary>
    public static string Phrase(int status) => status switch
    {
        200 => T("OK"),
        400 => T("Bad request"),
        401 or 407 => T("Password needed"),
        403 => T("Forbidden"),
        404 => T("Not found"),
        408 => T("Request timeout"),
        410 => T("Gone"),
        415 => T("Unsupported media type"),
        420 => T("Bad extension"),
        433 => T("Anonymity disallowed"),
        480 => T("Temporarily unavailable"),
        481 => T("Call does not exist"),
        482 => T("Loop detected"),
        483 => T("Too many hops"),
        484 => T("Address incomplete"),
        486 => T("Busy here"),
        487 => T("Request terminated"),
        488 => T("Not acceptable here"),
        491 => T("Request pending"),
        500 => T("Server internal error"),
        502 => T("Bad gateway"),
        503 => T("Service unavailable"),
        504 => T("Server timeout"),
        600 => T("Busy everywhere"),
        603 => T("Decline"),
        604 => T("Does not exist anywhere"),
        606 => T("Not acceptable"),
        607 => T("Unwanted"),
        608 => T("Rejected"),
        _ => T("Status"),
    };
}
