namespace Portal.Sip.BackToBack;

/// <summary>Several legs rung at once: the first answer wins, the others stop. Driven by the legs' answers, without a task of its own.</summary>
internal sealed class Ringing
{
    internal const string Elsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private readonly TaskCompletionSource<RingingResult> _result;
    private readonly Lock _gate = new();
    private readonly BackToBackCall _call;
    private readonly IReadOnlyList<InviteUacSession> _legs;
    private readonly Action<SipResponse>? _tell;
    private List<(InviteUacSession, SipResponse)>? _refusals;
    private WheelTimer? _alarm;
    private SipResponse? _media;
    private bool _over;
    private bool _rang;
    private bool _toldRinging;
    private bool _toldMedia;

    /// <param name="tell">Hears once that it rings, in place of the caller; what follows then has a thread of its own.</param>
    internal Ringing(BackToBackCall call, IReadOnlyList<InviteUacSession> legs, Action<SipResponse>? tell = null)
    {
        (_call, _legs, _tell) = (call, legs, tell);
        _result = new TaskCompletionSource<RingingResult>(tell is null ? call.Continuations : TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal Task<RingingResult> Result => _result.Task;

    private SipEndpoint Endpoint => _call.Caller.Endpoint;

    internal void Start(TimeSpan? time)
    {
        foreach (var leg in _legs)
        {
            leg.FinalReceived = OnFinal;
            leg.ProvisionalTold = PassOn;
        }
        if (time is { } limit)
        {
            // What goes on from here is not the timers' work.
            _alarm = new WheelTimer(() => ThreadPool.UnsafeQueueUserWorkItem(static self => self.End(RingingEnd.NoAnswer, null, null, "SIP;cause=480;text=\"No answer\""), this, preferLocal: false));
            Endpoint.Wheel.Start(_alarm, limit);
        }
        foreach (var leg in _legs) leg.Start();
    }

    internal void Abandon(string? reason) => End(RingingEnd.Abandoned, null, null, reason);

    private void OnFinal(InviteUacSession leg, SipResponse response)
    {
        if (response.IsSuccess)
        {
            if (End(RingingEnd.Answered, leg, response, Elsewhere)) return;
            // Answered in the moment it was told to stop: taken and ended (RFC 3261 §9.1, §13.2.2.4).
            leg.Ack();
            _call.AddFarewell(leg.ByeAsync(Elsewhere));
            return;
        }
        lock (_gate)
        {
            if (_over) return;
            (_refusals ??= []).Add((leg, response));
            // RFC 3261 §16.7 step 5: a 6xx speaks for the person, not for one telephone.
            if (response.StatusCode < 600 && _refusals.Count < _legs.Count) return;
        }
        End(RingingEnd.Refused, null, null, Elsewhere);
    }

    /// <summary>These legs ring, this one among them.</summary>
    internal bool Has(InviteUacSession leg)
    {
        lock (_gate) return !_over && _legs.Contains(leg);
    }

    /// <summary>The caller hears a telephone already: it has an answer to its offer.</summary>
    internal bool GaveMedia { get { lock (_gate) return _media is not null; } }

    /// <summary>Whoever gets true decides how it ends; false when it has ended.</summary>
    internal bool Claim()
    {
        lock (_gate)
        {
            if (_over) return false;
            return _over = true;
        }
    }

    /// <summary>After <see cref="Claim"/>: somebody else talks to the caller.</summary>
    internal void PickedUp() => Conclude(RingingEnd.PickedUp, null, null, Elsewhere);

    /// <summary>False when it had ended before.</summary>
    private bool End(RingingEnd end, InviteUacSession? winner, SipResponse? response, string? reason)
    {
        if (!Claim()) return false;
        Conclude(end, winner, response, reason);
        return true;
    }

    private void Conclude(RingingEnd end, InviteUacSession? winner, SipResponse? response, string? reason)
    {
        if (_alarm is not null) Endpoint.Wheel.Stop(_alarm);
        foreach (var leg in _legs)
        {
            if (ReferenceEquals(leg, winner) || leg.Final.IsCompleted) continue;
            leg.Cancel(reason);
            _call.AddFarewell(leg.Final);
        }
        // An answer given early in an unreliable 183 and left out of the 200 must still reach the caller in ours.
        if (response is { Body.IsEmpty: true } && _media is not null && _media.To.Tag == response.To.Tag) Passing.CopyBody(_media, response);
        _result.TrySetResult(new RingingResult(end, winner, response, _refusals ?? (IReadOnlyList<(InviteUacSession, SipResponse)>)[], _rang));
    }

    /// <summary>The caller hears of it once; early media only of one telephone, since several answers in the caller's one dialog would contradict each other.</summary>
    private void PassOn(SipResponse response)
    {
        lock (_gate)
        {
            var rings = response.StatusCode is 180 or 183;
            _rang |= rings;
            if (_tell is not null)
            {
                if (_over || !rings || _toldRinging) return;
                _toldRinging = true;
                _tell(response);
                return;
            }
            if (_over || !(rings || (response.StatusCode is 181 or 182 && _legs.Count == 1))) return;
            var media = _legs.Count == 1 && !response.Body.IsEmpty && (_media is null || _media.To.Tag == response.To.Tag);
            if (media) _media = response;
            if (!media && _toldRinging) return;
            _toldRinging |= response.StatusCode == 180;
            var status = media || !rings ? response.StatusCode : 180;
            var caller = _call.Caller;
            // A description that the telephone gave reliably is given so to a caller who can confirm it (RFC 3262).
            if (media && !_toldMedia && caller.AllowsReliable && response.Headers.HasToken(SipHeaderName.Require, "100rel"))
            {
                _toldMedia = true;
                _ = caller.ProgressReliablyAsync(status, null, response.Body, response.ContentType, answer => Passing.CopyBodyHeaders(response, answer));
                return;
            }
            caller.Progress(status, null, media ? response.Body : default, media ? response.ContentType : null, media ? answer => Passing.CopyBodyHeaders(response, answer) : null);
        }
    }
}
