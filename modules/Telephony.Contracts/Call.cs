using System.Net;
using Portal.Modularity;

namespace Portal.Telephony.Contracts;

/// <summary>A call being decided: who calls whom, in which company, at what moment. Treatments read it and never change it.</summary>
/// <param name="Id">The call's own id, the same in the log, the record and the ladder.</param>
/// <param name="Dialled">What the caller dialled, before any diversion.</param>
/// <param name="Target">What is being looked for now: <paramref name="Dialled"/>, or the target of the last diversion.</param>
/// <param name="Diversions">How the call came to its present target, oldest first (RFC 5806).</param>
public sealed record Call(
    Guid Id, DateTimeOffset At, CompanyId Company, string Domain,
    CallParty Caller, string Dialled, string Target, IReadOnlyList<Diversion> Diversions, IPEndPoint? Source)
{
    /// <summary>The extension that answers <see cref="Target"/>, once the number has been resolved.</summary>
    public CallParty? Called { get; init; }

    /// <summary>Who has <see cref="Dialled"/>; stays the same when the call is diverted. Null while, or when, nobody is known to have it.</summary>
    public CallParty? DialledParty { get; init; }

    /// <summary>
    /// The company in which <see cref="Target"/> is looked for: the caller's own, until a public number leads to another company of the
    /// platform. What happens there is that company's business, and its people's settings count.
    /// </summary>
    public CompanyId TargetCompany { get => field == default ? Company : field; init; }

    /// <summary>The SIP domain of <see cref="TargetCompany"/>.</summary>
    public string TargetDomain { get => field ?? Domain; init; }

    /// <summary>The company of <see cref="DialledParty"/>; the caller's own for everybody inside.</summary>
    public CompanyId DialledCompany { get => field == default ? Company : field; init; }

    /// <summary>What was dialled in full (<c>+442079460018</c>), when it was a public number of this platform; null for an extension.</summary>
    public string? DialledE164 { get; init; }

    /// <summary>Why the last ringing brought no answer. Set only while the treatments of <see cref="CallStep.Unanswered"/> are asked.</summary>
    public RingOutcome? RangFor { get; init; }
}

/// <summary>Why ringing brought no answer.</summary>
public enum RingOutcome
{
    /// <summary>No endpoint is registered, or none of those that are could be reached.</summary>
    NotReachable,

    /// <summary>Every endpoint that could be reached is busy.</summary>
    Busy,

    /// <summary>The called person pressed "decline".</summary>
    Declined,

    /// <summary>It rang until the time was over.</summary>
    NoAnswer,
}

/// <summary>One end of a call. <paramref name="Employee"/> is null for parties outside the company.</summary>
public sealed record CallParty(string Number, string Name, EmployeeId? Employee, SiteId? Site);

/// <summary>A call was sent on: from whom, where to, and why ("unconditional", "busy", "no-answer").</summary>
public sealed record Diversion(string From, string To, string Reason);
