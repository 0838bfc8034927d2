namespace Portal.Sip;

/// <summary>Session timer, RFC 4028: the refresher refreshes at half the interval; who waits in vain ends the session.</summary>
public abstract partial class InviteSession
{
    private static readonly byte[] TimerTag = "timer"u8.ToArray();

    private readonly WheelTimer _sessionTimer;
    private SessionExpires? _agreed;
    private bool _weRefresh;
    private bool _peerAllowsUpdate;
    private int _failedRefreshes;

    /// <summary>The interval agreed with the peer; null when there is no timer.</summary>
    public TimeSpan? SessionInterval => _agreed?.Interval;

    /// <summary>Offers our timer in a request of ours (§7.1).</summary>
    private protected void OfferTimer(SipHeaders headers)
    {
        if (!headers.HasToken(SipHeaderName.Supported, "timer")) headers.Add(SipHeaderName.Supported, TimerTag);
        if (TimerOptions is not { } wish) return;
        headers[SipHeaderName.SessionExpires] = new SessionExpires(_agreed?.Interval ?? wish.Interval, _agreed is null ? null : _weRefresh ? "uac" : "uas").ToString();
        headers[SipHeaderName.MinSE] = ((int)wish.Minimum.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Answers the peer's offer in a 2xx of ours (§9).</summary>
    private void AgreeTimer(SipRequest request, SipHeaders headers)
    {
        NotePeer(request);
        var offered = SessionExpires.Of(request);
        var peerSupports = request.Headers.HasToken(SipHeaderName.Supported, "timer") || request.Headers.HasToken(SipHeaderName.Require, "timer");
        if (offered is null && TimerOptions is null)
        {
            StopTimer();
            return;
        }
        var interval = offered?.Interval ?? TimerOptions!.Interval;
        if (TimerOptions is { } wish && wish.Interval < interval) interval = wish.Interval > SessionExpires.MinimumOf(request) ? wish.Interval : SessionExpires.MinimumOf(request);
        if (interval < Endpoint.MinSessionExpires) interval = Endpoint.MinSessionExpires;
        // A peer that does not know timers can't refresh: then we do, and it need not know (§9).
        var refresher = !peerSupports ? "uas" : offered?.Refresher ?? "uac";
        headers[SipHeaderName.SessionExpires] = new SessionExpires(interval, refresher).ToString();
        if (refresher == "uac" && !headers.HasToken(SipHeaderName.Require, "timer")) headers.Add(SipHeaderName.Require, TimerTag);
        StartTimer(new SessionExpires(interval, refresher), weRefresh: refresher == "uas");
    }

    /// <summary>Takes what the peer's 2xx says (§7.2).</summary>
    private protected void TakeTimer(SipResponse success)
    {
        NotePeer(success);
        if (SessionExpires.Of(success) is { } agreed) StartTimer(agreed, weRefresh: agreed.Refresher != "uas");
        else if (TimerOptions is { } wish) StartTimer(new SessionExpires(wish.Interval, "uac"), weRefresh: true);
        else StopTimer();
    }

    private void NotePeer(SipMessage message)
    {
        if (message.Headers.Contains(SipHeaderName.Allow)) _peerAllowsUpdate = message.Headers.HasToken(SipHeaderName.Allow, SipMethod.Update);
    }

    private void StartTimer(SessionExpires agreed, bool weRefresh)
    {
        if (Ended.IsCompleted) return;
        _agreed = agreed;
        _weRefresh = weRefresh;
        _failedRefreshes = 0;
        // §10: the waiting side ends the session a little early, so that its BYE and a late refresh don't cross.
        var margin = TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(32).Ticks, agreed.Interval.Ticks / 3));
        Endpoint.Wheel.Start(_sessionTimer, weRefresh ? agreed.Interval / 2 : agreed.Interval - margin);
    }

    private void StopTimer()
    {
        _agreed = null;
        Endpoint.Wheel.Stop(_sessionTimer);
    }

    private void OnSessionTimer()
    {
        if (Ended.IsCompleted || _agreed is null) return;
        if (_weRefresh) Post(RefreshAsync); else _ = ByeCore(new SessionEnd(SessionEndCause.Expired), "SIP;cause=408;text=\"Session timer expired\"");
    }

    private async Task RefreshAsync()
    {
        if (!IsEstablished || _agreed is not { } agreed) return;
        SipResponse response;
        if (_peerAllowsUpdate)
        {
            var update = CreateRequest(SipMethod.Update);
            OfferTimer(update.Headers);
            if (TimerOptions is null) update.Headers[SipHeaderName.SessionExpires] = new SessionExpires(agreed.Interval, "uac").ToString();
            response = await SendInDialogAsync(Dialog!, update).ConfigureAwait(false);
            if (response.StatusCode is 405 or 501)
            {
                _peerAllowsUpdate = false;
                await RefreshAsync().ConfigureAwait(false);
                return;
            }
            if (response.IsSuccess) TakeTimer(response);
        }
        else
        {
            response = await ReinviteAsync(LastBody.Body, LastBody.ContentType).ConfigureAwait(false);
            if (response.IsSuccess && !Ended.IsCompleted) Ack(response.CSeq.Number);
        }
        if (response.IsSuccess || Ended.IsCompleted) return;
        if (response.StatusCode is 408 or 481 || ++_failedRefreshes == 3) await ByeCore(new SessionEnd(SessionEndCause.Expired), null).ConfigureAwait(false);
        else Endpoint.Wheel.Start(_sessionTimer, agreed.Interval / 8); // glare or a busy moment: again before it runs out
    }
}
