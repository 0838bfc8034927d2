namespace Portal.Sip.BackToBack;

/// <summary>Why a <see cref="BackToBackCall"/> is over.</summary>
/// <param name="By">The leg that ended first; null when the call was ended here.</param>
/// <param name="How">How that leg ended; null when the call was ended here.</param>
public sealed record BackToBackEnd(InviteSession? By, SessionEnd? How);

/// <summary>
/// A B2BUA session: the leg of a caller joined with the leg that answers, each a dialog of its own (RFC 7092). Ring legs, at once or one after another, connect the one that answers,
/// wait for <see cref="Ended"/>. Bodies go from leg to leg untouched; so do re-INVITE, UPDATE, INFO, MESSAGE, NOTIFY and the Reason of a BYE. Session timers (RFC 4028) and PRACK
/// (RFC 3262) are each leg's own. Thread-safe.
/// </summary>
public sealed partial class BackToBackCall
{
    private readonly TaskCompletionSource<BackToBackEnd> _ended;
    private readonly Lock _gate = new();
    private readonly List<Task> _farewells = [];
    private Ringing? _ringing;
    private WheelTimer? _limit;
    private InviteSession _first;
    private InviteSession? _second;
    private InviteUacSession? _rings; // the only one that does
    private InviteSession? _leaving; // its end is not the call's: it is being transferred away
    private bool _over;

    /// <param name="caller">The leg of the caller.</param>
    /// <param name="runsInline">
    /// As <see cref="ISipRequestHandler.RunsInline"/>: whoever awaits <see cref="RingAsync"/> or <see cref="Ended"/> goes on at once on the thread that received the answer or the
    /// BYE, which saves two changes of threads a call. Only for those who never block there.
    /// </param>
    public BackToBackCall(InviteUasSession caller, bool runsInline = false)
    {
        Continuations = runsInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
        _ended = new TaskCompletionSource<BackToBackEnd>(Continuations);
        Caller = caller;
        _first = caller;
        Adopt(caller);
        caller.RequestReceived = request => PassAsync(request, caller);
        // It may have been cancelled before anybody listened.
        if (caller.Ended.IsCompleted) OnLegEnded(caller, caller.Ended.Result);
    }

    /// <summary>The leg the call began with.</summary>
    public InviteUasSession Caller { get; }

    /// <summary>The two legs that talk with each other now; the second is null until one has answered. A transfer puts another in the place of one.</summary>
    public (InviteSession First, InviteSession? Second) Legs { get { lock (_gate) return (_first, _second); } }

    /// <summary>Completes once, when a leg or <see cref="End"/> has ended the call; the other leg is then being ended with the same Reason. Never faults.</summary>
    public Task<BackToBackEnd> Ended => _ended.Task;

    /// <summary>The call that a leg is part of; null for none.</summary>
    public static BackToBackCall? Of(InviteSession leg) => leg.Call;

    /// <summary>
    /// Rings these legs together, none of them started yet. A ringing that ended without an answer may be followed by another; while one runs there is no second.
    /// Losers are cancelled with Reason "Call completed elsewhere".
    /// </summary>
    /// <param name="time">How long it may ring; null for ever.</param>
    public Task<RingingResult> RingAsync(IReadOnlyList<InviteUacSession> legs, TimeSpan? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(legs.Count);
        var ringing = new Ringing(this, legs);
        lock (_gate)
        {
            if (_over)
            {
                ringing.Abandon(null);
                return ringing.Result;
            }
            if (_pickedUp)
            {
                if (ringing.Claim()) ringing.PickedUp();
                return ringing.Result;
            }
            if (_ringing is { Result.IsCompleted: false }) throw new InvalidOperationException("The call is ringing already.");
            _ringing = ringing;
            _rings = legs.Count == 1 ? legs[0] : null;
        }
        foreach (var leg in legs)
        {
            leg.Call = this;
            leg.RequestReceived = request => PassAsync(request, leg);
        }
        ringing.Start(time);
        return ringing.Result;
    }

    /// <summary>
    /// Joins the caller with the leg that answered: its 2xx is acknowledged and given to the caller. With an offer in the caller's INVITE it completes at once, else when the caller's answer
    /// has come in its ACK and gone on.
    /// </summary>
    /// <param name="result">Of <see cref="RingAsync"/>, with <see cref="RingingEnd.Answered"/>.</param>
    /// <param name="complete">Adds to the 200 for the caller.</param>
    public Task ConnectAsync(RingingResult result, Action<SipResponse>? complete = null)
    {
        var (leg, response) = result is { Leg: { } answered, Response: { } success } ? (answered, success) : throw new ArgumentException("Nobody answered.", nameof(result));
        lock (_gate) _second = leg;
        Adopt(leg);
        var hasOffer = !Caller.Invite.Body.IsEmpty;
        if (hasOffer) leg.Ack();
        var acknowledged = Caller.AnswerAsync(response.Body, response.ContentType, answer =>
        {
            Passing.CopyBodyHeaders(response, answer);
            complete?.Invoke(answer);
        });
        // Either may have ended while it was nobody's leg.
        if (leg.Ended.IsCompleted) OnLegEnded(leg, leg.Ended.Result);
        if (_over) AddFarewell(leg.ByeAsync());
        return hasOffer ? Task.CompletedTask : AcknowledgeAsync(acknowledged, leg);
    }

    private static async Task AcknowledgeAsync(Task<SipRequest?> acknowledged, InviteUacSession leg)
    {
        var ack = await acknowledged.ConfigureAwait(false);
        leg.Ack(ack?.Body ?? default, ack?.ContentType);
    }

    /// <summary>Refuses the caller after a ringing without an answer, with the best of the refusals (RFC 3261 §16.7 step 6). No effect when the caller has given up or was picked up.</summary>
    public void Refuse(RingingResult result)
    {
        lock (_gate)
        {
            if (_pickedUp) return;
        }
        var best = new Proxying.BestResponse();
        foreach (var (_, response) in result.Refusals) best.Add(response);
        Caller.Reject(best.Response is not { } refusal ? 480 : refusal.StatusCode switch
        {
            // Challenges and failures of the way there are between us and that leg.
            401 or 407 => 403,
            408 or 503 when refusal.IsLocallyGenerated => 480,
            503 => 500,
            var code => code,
        });
    }

    /// <summary>Ends the call when it has lasted this long from now; counts from the last time it is called.</summary>
    public void LimitTo(TimeSpan duration)
    {
        lock (_gate)
        {
            if (_over) return;
            _limit ??= new WheelTimer(() => End("SIP;cause=200;text=\"The call lasted too long\""));
            Caller.Endpoint.Wheel.Start(_limit, duration);
        }
    }

    /// <summary>Ends it from here: ringing legs are cancelled, talking ones get a BYE. A caller who has not been answered is left to be refused. Harmless when it is over.</summary>
    /// <param name="reason">A Reason header (RFC 3326) for both sides.</param>
    public void End(string? reason = null) => Finish(new BackToBackEnd(null, null), reason);

    /// <summary>Completes when every leg that was cancelled or ended has confirmed it, or is given up on.</summary>
    public async Task FarewellAsync()
    {
        for (var seen = 0; ;)
        {
            Task[] waiting;
            lock (_gate)
            {
                if (seen == _farewells.Count) return;
                waiting = [.. _farewells];
            }
            seen = waiting.Length;
            await Task.WhenAll(waiting).ConfigureAwait(false);
        }
    }

    internal TaskCreationOptions Continuations { get; }

    internal void AddFarewell(Task farewell)
    {
        lock (_gate) _farewells.Add(farewell);
    }

    private void Adopt(InviteSession leg)
    {
        leg.Call = this;
        leg.EndedWith = OnLegEnded;
    }

    private InviteSession? Other(InviteSession leg)
    {
        lock (_gate) return ReferenceEquals(leg, _first) ? _second ?? _rings : ReferenceEquals(leg, _second) || _second is null ? _first : null;
    }

    private void OnLegEnded(InviteSession leg, SessionEnd end)
    {
        lock (_gate)
        {
            if ((!ReferenceEquals(leg, _first) && !ReferenceEquals(leg, _second)) || ReferenceEquals(leg, _leaving)) return;
        }
        // Octets that a peer may write and we may not stay behind.
        var reason = end.Bye?.Headers[SipHeaderName.Reason];
        Finish(new BackToBackEnd(leg, end), reason?.Contains('\0') == true ? null : reason);
    }

    private void Finish(BackToBackEnd end, string? reason)
    {
        lock (_gate)
        {
            if (_over) return;
            _over = true;
            if (_limit is not null) Caller.Endpoint.Wheel.Stop(_limit);
        }
        try
        {
            _ringing?.Abandon(reason);
            var (first, second) = Legs;
            // On the leg that has ended by itself it is harmless. Nobody waits: a lost telephone never answers it.
            if (first.IsEstablished) AddFarewell(first.ByeAsync(reason));
            if (second is { IsEstablished: true }) AddFarewell(second.ByeAsync(reason));
        }
        finally
        {
            _ended.TrySetResult(end);
        }
    }
}
