using Portal.Sip.Transfer;

namespace Portal.Sip.BackToBack;

/// <summary>
/// A transfer (RFC 5589) that one side of a <see cref="BackToBackCall"/> asks for by REFER, carried out here: the side that stays is only asked for an answer to the new party's offer
/// (third-party call control, RFC 3725 §4.1). Blind: ring whom the asker may call (<see cref="RingAsync"/>, again and again if need be), then <see cref="ConnectAsync"/>.
/// Attended: <see cref="JoinAsync"/>, after checking whose call <see cref="Consulted"/> is.
/// </summary>
public sealed class CallTransfer
{
    private readonly BackToBackCall _call;

    internal CallTransfer(BackToBackCall call, IncomingReferral referral, InviteSession asker, InviteSession stays, InviteSession? consulted) =>
        (_call, Referral, Asker, Stays, Consulted) = (call, referral, asker, stays, consulted);

    /// <summary>What was asked for. An attended transfer has its <see cref="IncomingReferral.Replaces"/>.</summary>
    public IncomingReferral Referral { get; }

    /// <summary>The leg that asks, and leaves.</summary>
    public InviteSession Asker { get; }

    /// <summary>The leg that goes on to talk with somebody else.</summary>
    public InviteSession Stays { get; }

    /// <summary>
    /// The leg of another call here that the Replaces names: to be the asker's own leg there. Anybody can write a Replaces: make sure that it is the asker's. Null for a blind transfer, and when
    /// no such call is here or it has not been answered.
    /// </summary>
    public InviteSession? Consulted { get; }

    /// <summary>Adds to the re-INVITE that a leg gets, such as the identity of whom it talks with from now on (RFC 3325). May be called several times for a leg.</summary>
    public Action<InviteSession, SipRequest>? Introducing { get; set; }

    /// <summary>Rings these legs together, none of them started yet and their INVITEs without a body: their offer is asked for. The asker is told that it rings; the end of the call ends the ringing.</summary>
    /// <param name="time">How long it may ring; null for ever.</param>
    public Task<RingingResult> RingAsync(IReadOnlyList<InviteUacSession> legs, TimeSpan? time = null) => _call.RingInsteadAsync(Referral, legs, time);

    /// <summary>Joins the leg that answered with the one that stays.</summary>
    /// <param name="result">Of <see cref="RingAsync"/>, with <see cref="RingingEnd.Answered"/>.</param>
    /// <param name="joined">Called when nothing can fail any more, before the leg takes the asker's place.</param>
    /// <returns>200, or why it came to nothing; the leg that answered is then ended.</returns>
    public Task<int> ConnectAsync(RingingResult result, Action? joined = null) => result is { Leg: { } leg, Response: { } offer }
        ? _call.ExchangeAsync(this, leg, offer, joined, endOtherwise: true)
        : throw new ArgumentException("Nobody answered.", nameof(result));

    /// <summary>Joins the other side of <see cref="Consulted"/> with the leg that stays; the consulted leg ends with its call.</summary>
    /// <param name="joined">Called when nothing can fail any more, before the other side comes here and its call ends.</param>
    /// <returns>200, or why it came to nothing; both calls are then as they were. 481 without a consulted leg that talks with somebody.</returns>
    public Task<int> JoinAsync(Action? joined = null) => Consulted is { } consulted ? _call.JoinAsync(this, consulted, joined) : Task.FromResult(481);

    /// <summary>Rings one leg and connects it: the whole of a blind transfer where nothing else is to be decided.</summary>
    /// <returns>200, or why it came to nothing.</returns>
    public async Task<int> CallAsync(InviteUacSession leg)
    {
        var result = await RingAsync([leg]).ConfigureAwait(false);
        return result switch
        {
            { End: RingingEnd.Answered } => await ConnectAsync(result).ConfigureAwait(false),
            { Refusals: [var (_, refusal)] } => refusal.StatusCode,
            _ => 487,
        };
    }
}
