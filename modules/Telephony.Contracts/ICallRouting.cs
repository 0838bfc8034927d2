using Portal.Modularity;

namespace Portal.Telephony.Contracts;

/// <summary>
/// The ordered list of call treatments as one pure function: it decides what becomes of a call from what the snapshots in memory
/// say at this moment, and does nothing about it. The switch asks it for every call; "what happens now?" asks it without one.
/// </summary>
public interface ICallRouting
{
    /// <summary>From the first treatment to a verdict that ends the search: <see cref="Verdict.Ring"/> or <see cref="Verdict.Refuse"/>.</summary>
    RoutingDecision Decide(Call call);

    /// <summary>What follows a ringing that brought no answer: another target to ring, or the end of the call.</summary>
    RoutingDecision DecideUnanswered(Call call, RingOutcome outcome);

    /// <summary>What would happen if this employee dialled this number now; null for somebody who has no extension.</summary>
    RoutingDecision? WhatHappensNow(EmployeeId caller, string dialled);
}

/// <summary>What the treatments decided.</summary>
/// <param name="Verdict">A <see cref="Verdict.Ring"/> or a <see cref="Verdict.Refuse"/>.</param>
/// <param name="Call">The call as it stands at its last target, diversions included.</param>
/// <param name="Reasons">What the treatments said inside the caller's company, in order and in plain words.</param>
public sealed record RoutingDecision(Verdict Verdict, Call Call, IReadOnlyList<string> Reasons)
{
    /// <summary>All that the treatments said, each remark with the company whose affair it is: only its people may read it.</summary>
    public IReadOnlyList<(CompanyId Company, string Reason)> Remarks { get; init; } = [];
}
