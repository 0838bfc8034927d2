namespace Portal.Sip.BackToBack;

/// <summary>How a ringing ended.</summary>
public enum RingingEnd
{
    /// <summary>A leg answered; the others have been told to stop.</summary>
    Answered,
    /// <summary>Every leg refused, or one refused for the person (6xx).</summary>
    Refused,
    /// <summary>The time was over.</summary>
    NoAnswer,
    /// <summary>Nobody waits any more: the caller gave up, or the call was ended here.</summary>
    Abandoned,
    /// <summary>Somebody else picked the call up (<see cref="BackToBackCall.PickingUp"/>) and is joined with the caller: neither connect nor refuse, wait for <see cref="BackToBackCall.Ended"/>.</summary>
    PickedUp,
}

/// <summary>What came of ringing some legs.</summary>
/// <param name="Leg">The one that answered; else null.</param>
/// <param name="Response">Its 2xx; else null.</param>
/// <param name="Refusals">The others' final answers in the order they came; a leg that was told to stop is not among them.</param>
/// <param name="Rang">A telephone said that it rings (180 or 183).</param>
public sealed record RingingResult(
    RingingEnd End, InviteUacSession? Leg, SipResponse? Response, IReadOnlyList<(InviteUacSession Leg, SipResponse Response)> Refusals, bool Rang);
