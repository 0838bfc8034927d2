namespace Portal.Sip;

/// <summary>Several servers for one call (RFC 3263 §4.3): after a timeout, a transport error or a 503 the INVITE goes to the next.</summary>
public sealed partial class InviteUacSession
{
    private readonly IReadOnlyList<SipFlow> _targets;
    private readonly string? _contactUser;
    private readonly bool _ownContact;
    private WheelTimer? _tryTimer; // only where there is a next one
    private int _target;

    /// <summary>
    /// How long a server may be silent before the next is tried; used only while there is a next one. Default 64*T1 (timer B). Any answer, 100 included, ends
    /// the waiting. A late answer of a server given up is cancelled or acknowledged and ended.
    /// </summary>
    public TimeSpan? NextTargetAfter { get; init; }

    /// <summary>The server that the INVITE was sent to last.</summary>
    public SipFlow Target => _flow;

    /// <summary>Told of a server that was silent, not to be reached or answered 503; the second value is its 408 or 503.</summary>
    internal Action<SipFlow, SipResponse>? TargetFailed { get; set; }

    private bool IsLeftBehind(InviteClientTransaction transaction)
    {
        lock (Gate) return transaction != _transaction;
    }

    private void WatchTarget()
    {
        if (NextTargetAfter is { } patience && _target + 1 < _targets.Count) Endpoint.Wheel.Start(_tryTimer ??= new WheelTimer(OnNoAnswer), patience);
    }

    private void OnNoAnswer()
    {
        InviteClientTransaction? silent;
        lock (Gate)
        {
            if (_cancelled || _final.Task.IsCompleted || _transaction is not { State: SipTransactionState.Calling }) return;
            silent = _transaction;
        }
        // Its CANCEL waits for the first sign of life.
        if (TryNextTarget(silent, SipResponse.CreateLocal(Invite, 408))) silent.Cancel();
    }

    private bool TryNextTarget(InviteClientTransaction failed, SipResponse response)
    {
        if (!SipEndpoint.IsServerFailure(response)) return false;
        SipFlow flow;
        lock (Gate)
        {
            // The timer and an answer may come at the same moment: one of them moves on.
            if (failed != _transaction) return true;
            if (_cancelled || Dialog is { State: SipDialogState.Confirmed }) return false;
            flow = _flow;
            if (_target + 1 < _targets.Count) _transaction = null;
        }
        TargetFailed?.Invoke(flow, response);
        if (_target + 1 >= _targets.Count) return false;
        _flow = _targets[++_target];
        var next = Invite.Clone();
        if (_ownContact)
        {
            LocalContact = Endpoint.ContactFor(_flow, _contactUser);
            next.Headers[SipHeaderName.Contact] = $"<{LocalContact}>";
        }
        Restart(next);
        return true;
    }

    /// <summary>Somebody answers whom we no longer wait for.</summary>
    private void OnLateResponse(InviteClientTransaction transaction, SipResponse response)
    {
        if (response.IsSuccess) EndStray(transaction.Request, response, transaction.Flow);
    }
}
