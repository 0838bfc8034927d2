using Portal.Modularity;

namespace Portal.Telephony.Contracts;

/// <summary>How a call ended.</summary>
public enum CallResult
{
    Answered,
    NoAnswer,
    Busy,
    CallerHungUp,
    NotRegistered,

    /// <summary>Nobody has the number.</summary>
    UnknownNumber,

    /// <summary>A rule said no: not allowed, a forwarding loop, a suspended company.</summary>
    Refused,

    /// <summary>The network or an endpoint failed.</summary>
    Failed,

    /// <summary>The called person declined.</summary>
    Declined,
}

/// <summary>
/// One finished call (CDR). Handed to every <see cref="ICallRecordSink"/> as soon as the call has ended.
/// Durations are in whole milliseconds; talk is 0 for a call nobody answered.
/// </summary>
/// <param name="Called">Who has the number that was dialled; null when nobody has it.</param>
/// <param name="AnsweredBy">Who picked up: after a diversion not the same as <paramref name="Called"/>.</param>
/// <param name="StatusCode">The final SIP status of the call set-up, 200 when answered.</param>
/// <param name="EndedBy"><c>caller</c>, <c>called</c>, <c>system</c> (a rule, a timer, shutdown), <c>transfer</c> (it went on as
/// another call) or <c>transferred</c> (somebody who came into the call by a transfer).</param>
/// <param name="Reasons">What the treatments said, in order.</param>
public sealed record CallRecord(
    Guid Id, CompanyId Company, CallParty Caller, string Dialled, CallParty? Called, CallParty? AnsweredBy,
    DateTimeOffset StartedAt, DateTimeOffset? AnsweredAt, DateTimeOffset EndedAt, long RingMilliseconds, long TalkMilliseconds,
    CallResult Result, int StatusCode, string EndedBy, IReadOnlyList<string> Reasons)
{
    /// <summary>The public number that was dialled, in full; null when it was an extension or a number nobody has.</summary>
    public string? DialledE164 { get; init; }

    /// <summary>How the call went from the dialled number to its last target, oldest first.</summary>
    public IReadOnlyList<Diversion> Diversions { get; init; } = [];

    /// <summary>Whose endpoints rang last: after a diversion not the same as <see cref="Called"/>. Null when nothing rang.</summary>
    public CallParty? LastRang { get; init; }
}

/// <summary>Receives finished calls. Called on the switch's path: it queues and returns at once.</summary>
public interface ICallRecordSink
{
    void Add(CallRecord record);
}
