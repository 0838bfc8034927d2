namespace Portal.Sip;

public abstract partial class InviteSession
{
    private readonly Dictionary<uint, PendingAck> _pendingAcks = [];
    private SipRequest? _lastAck;

    /// <summary>The last body we sent, for a refresh by re-INVITE.</summary>
    private protected (ReadOnlyMemory<byte> Body, string? ContentType) LastBody { get; set; }

    private sealed class PendingAck(WheelTimer repeat)
    {
        internal readonly TaskCompletionSource<SipRequest?> Acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
        internal readonly WheelTimer Repeat = repeat;
        internal TimeSpan Interval;
        internal TimeSpan Waited;
    }

    private protected void Post(Func<Task> callback) => _callbacks.Post(callback);

    private protected Task<SipRequest?> AcceptCore(InviteServerTransaction transaction, SipResponse success)
    {
        var cseq = transaction.Request.CSeq.Number;
        PendingAck pending = null!;
        pending = new PendingAck(new WheelTimer(() => RepeatSuccess(transaction, pending))) { Interval = Endpoint.Timers.T1 };
        lock (Gate) _pendingAcks[cseq] = pending;
        if (!success.Body.IsEmpty) LastBody = (success.Body, success.ContentType);
        if (transaction.Respond(success)) Endpoint.Wheel.Start(pending.Repeat, pending.Interval);
        else Settle(cseq, pending, null);
        return pending.Acknowledged.Task;
    }

    private void Settle(uint cseq, PendingAck pending, SipRequest? ack)
    {
        Endpoint.Wheel.Stop(pending.Repeat);
        lock (Gate)
        {
            if (_pendingAcks.TryGetValue(cseq, out var waiting) && ReferenceEquals(waiting, pending)) _pendingAcks.Remove(cseq);
        }
        pending.Acknowledged.TrySetResult(ack);
    }

    /// <summary>§13.3.1.4: over any transport, because the ACK goes end to end.</summary>
    private void RepeatSuccess(InviteServerTransaction transaction, PendingAck pending)
    {
        if (pending.Acknowledged.Task.IsCompleted) return;
        pending.Waited += pending.Interval;
        if (pending.Waited >= Endpoint.Timers.Timeout || Ended.IsCompleted)
        {
            // §13.3.1.4: without an ACK the session is confirmed but must be ended. Whoever waits for the ACK then finds it ended.
            if (!Ended.IsCompleted) _ = ByeCore(new SessionEnd(SessionEndCause.AckMissing), null);
            Settle(transaction.Request.CSeq.Number, pending, null);
            return;
        }
        transaction.RepeatSuccess();
        var next = TimeSpan.FromTicks(Math.Min(pending.Interval.Ticks * 2, Endpoint.Timers.T2.Ticks));
        var left = Endpoint.Timers.Timeout - pending.Waited;
        pending.Interval = next < left ? next : left;
        Endpoint.Wheel.Start(pending.Repeat, pending.Interval);
    }

    void IDialogUser.OnAck(SipRequest ack)
    {
        PendingAck? pending;
        lock (Gate) _pendingAcks.TryGetValue(ack.CSeq.Number, out pending);
        if (pending is not null) Settle(ack.CSeq.Number, pending, ack);
    }

    /// <summary>A repeated 2xx of an INVITE of ours: the same ACK again (§13.2.2.4).</summary>
    private protected void RepeatAck(SipResponse success)
    {
        SipRequest? ack;
        lock (Gate) ack = _lastAck;
        if (ack is not null && ack.CSeq.Number == success.CSeq.Number && Dialog is { } dialog) Endpoint.SendAck(ack, dialog.Flow);
    }

    void IDialogUser.OnRequest(SipServerTransaction transaction)
    {
        var request = transaction.Request;
        if (DialogWith(request.From.Tag) is not { } dialog || dialog.State == SipDialogState.Terminated || Ended.IsCompleted)
        {
            transaction.Respond(481);
            return;
        }
        if (!dialog.TryAdvance(request))
        {
            transaction.Respond(500, "CSeq Out Of Order");
            return;
        }
        transaction.Completing = response => CompleteResponse(request, response);
        switch (request.Method)
        {
            case SipMethod.Bye:
                transaction.Respond(200);
                OnBye(request);
                break;
            case SipMethod.Notify when OnReferNotify(transaction):
                break;
            case SipMethod.Prack when OnPrack(transaction):
                break;
            case SipMethod.Options:
            case SipMethod.Update when request.Body.IsEmpty:
                transaction.Respond(200);
                break;
            default:
                Hand(transaction);
                break;
        }
    }

    /// <summary>The dialog with the peer of this tag: where an INVITE was forked there are several until one answers.</summary>
    private protected virtual SipDialog? DialogWith(string? remoteTag) => Dialog;

    /// <summary>True when the PRACK has been answered.</summary>
    private protected virtual bool OnPrack(SipServerTransaction transaction)
    {
        transaction.Respond(481);
        return true;
    }

    private protected virtual void OnBye(SipRequest bye) => Finish(new SessionEnd(SessionEndCause.RemoteBye, bye));

    private void Hand(SipServerTransaction transaction)
    {
        if (RequestReceived is not { } handler)
        {
            transaction.Respond(transaction.Request.IsInvite ? 488 : 501);
            return;
        }
        Post(async () =>
        {
            try
            {
                await handler(transaction).ConfigureAwait(false);
            }
            catch (Exception)
            {
                transaction.Respond(500);
                throw; // logged by the executor
            }
        });
    }

    /// <summary>What every final answer of ours inside (or making) the dialog carries.</summary>
    private protected void CompleteResponse(SipRequest request, SipResponse response)
    {
        if (request.Method is not (SipMethod.Invite or SipMethod.Update)) return;
        var headers = response.Headers;
        if (response.StatusCode is > 100 and < 300 && !headers.Contains(SipHeaderName.Contact)) headers.Add(SipHeaderName.Contact, ContactOctets);
        if (!response.IsSuccess) return;
        if (!headers.Contains(SipHeaderName.Allow)) headers.Add(SipHeaderName.Allow, Endpoint.AllowOctets);
        AgreeTimer(request, headers);
    }

    private protected async Task<SipResponse> SendInviteAsync(SipRequest request)
    {
        var dialog = RequireDialog();
        var response = await SendInDialogAsync(dialog, request).ConfigureAwait(false);
        dialog.Refresh(response);
        if (response.IsSuccess) TakeTimer(response); else Judge(response);
        return response;
    }

    /// <summary>§12.2.1.2: 481 and 408 mean that the peer has lost the dialog.</summary>
    private protected void Judge(SipResponse response)
    {
        if (response.StatusCode is 481 or 408 && IsEstablished && !Ended.IsCompleted) _ = ByeCore(new SessionEnd(SessionEndCause.PeerLost), null);
    }

    private protected Task ByeCore(SessionEnd end, string? reason)
    {
        if (Dialog is not { State: SipDialogState.Confirmed } dialog || !Finish(end)) return Task.CompletedTask;
        SipRequest bye;
        try
        {
            bye = dialog.CreateRequest(SipMethod.Bye);
            if (reason is not null) bye.Headers.Add(SipHeaderName.Reason, reason);
        }
        // A peer may write what we may not, a NUL behind a backslash in its From: then it gets no BYE, and whoever ends the session goes on.
        catch (ArgumentException e)
        {
            Endpoint.ReportFailure(e);
            return Task.CompletedTask;
        }
        // Its answer is mostly nobody's affair: without credentials nothing of ours waits for it either.
        return Credentials is null ? SendOnceAsync(dialog, bye) : SendInDialogAsync(dialog, bye);
    }

    /// <summary>Ends the session once; false when it had ended.</summary>
    private protected bool Finish(SessionEnd end)
    {
        if (!_ended.TrySetResult(end)) return false;
        Endpoint.Wheel.Stop(_sessionTimer);
        var dialog = Dialog;
        dialog?.Terminate();
        KeyValuePair<uint, PendingAck>[] waiting;
        lock (Gate) waiting = _pendingAcks.Count == 0 ? [] : [.. _pendingAcks];
        foreach (var (cseq, pending) in waiting) Settle(cseq, pending, null);
        if (dialog is not null) Endpoint.RemoveDialog(dialog.Id);
        EndedWith?.Invoke(this, end);
        // Transactions live on for half a minute (RFC 6026); they must not hold both legs and all that hangs on them for so long.
        EndedWith = null;
        RequestReceived = null;
        Call = null;
        OnFinished();
        return true;
    }

    private protected virtual void OnFinished() { }
}
