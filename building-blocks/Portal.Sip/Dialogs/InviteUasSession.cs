namespace Portal.Sip;

/// <summary>The leg of a caller: we are the UAS of its INVITE.</summary>
public sealed partial class InviteUasSession : InviteSession
{
    private readonly TaskCompletionSource<SipRequest?> _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal InviteUasSession(InviteServerTransaction transaction, SipUri localContact, SessionTimerOptions? timer)
        : base(transaction.Endpoint, localContact, timer)
    {
        Transaction = transaction;
        transaction.Completing = response => Complete(response);
        transaction.Failed += () => Finish(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: transaction.FinalResponse?.StatusCode ?? 503));
        transaction.Cancelled += cancel =>
        {
            Finish(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: 487));
            _cancelled.TrySetResult(cancel);
        };
    }

    private protected override void OnFinished() => Transaction.Release();

    /// <summary>The transaction of the first INVITE.</summary>
    public InviteServerTransaction Transaction { get; }

    public SipRequest Invite => Transaction.Request;

    public override string CallId => Invite.CallId;

    /// <summary>Completes with the CANCEL (whose Reason header may tell why) when the caller gives up before the answer. The wire is dealt with. Never faults; never completes otherwise.</summary>
    public Task<SipRequest?> Cancelled => _cancelled.Task;

    /// <summary>Sends a provisional answer: 180, 181, 182 or 183, with a body where media flows early. False when the INVITE is answered or cancelled.</summary>
    public bool Progress(int statusCode, string? reason = null, ReadOnlyMemory<byte> body = default, string? contentType = null, Action<SipResponse>? complete = null)
    {
        if (statusCode is < 100 or > 199) throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A provisional status is 100 to 199.");
        if (statusCode > 100 && RequiresReliable)
        {
            if (Transaction.FinalResponse is not null || Ended.IsCompleted) return false;
            _ = ProgressReliablyAsync(statusCode, reason, body, contentType, complete);
            return true;
        }
        var response = Transaction.CreateResponse(statusCode, reason);
        response.SetBody(body, contentType);
        complete?.Invoke(response);
        return Transaction.Respond(response);
    }

    /// <summary>Answers 200, repeats it until the ACK and returns that ACK (its body is the answer when the INVITE had no offer); null when none came or the caller had given up.</summary>
    public Task<SipRequest?> AnswerAsync(ReadOnlyMemory<byte> body, string? contentType, Action<SipResponse>? complete = null)
    {
        var confirmed = OffersConfirmedAsync();
        return confirmed.IsCompleted ? Answer(body, contentType, complete) : AnswerAfterAsync(confirmed, body, contentType, complete);
    }

    private async Task<SipRequest?> AnswerAfterAsync(Task confirmed, ReadOnlyMemory<byte> body, string? contentType, Action<SipResponse>? complete)
    {
        await confirmed.ConfigureAwait(false);
        return await Answer(body, contentType, complete).ConfigureAwait(false);
    }

    private Task<SipRequest?> Answer(ReadOnlyMemory<byte> body, string? contentType, Action<SipResponse>? complete)
    {
        var response = Transaction.CreateResponse(200);
        response.SetBody(body, contentType);
        complete?.Invoke(response);
        return AcceptAsync(Transaction, response);
    }

    /// <summary>Refuses or redirects (300 to 699). False when the INVITE was answered or cancelled before.</summary>
    public bool Reject(int statusCode, string? reason = null, Action<SipResponse>? complete = null)
    {
        if (statusCode is < 300 or > 699) throw new ArgumentOutOfRangeException(nameof(statusCode), statusCode, "A refusal is 300 to 699.");
        var response = Transaction.CreateResponse(statusCode, reason);
        complete?.Invoke(response);
        if (!Transaction.Respond(response)) return false;
        Finish(new SessionEnd(SessionEndCause.NotEstablished, StatusCode: statusCode));
        return true;
    }

    private void Complete(SipResponse response)
    {
        if (response.StatusCode is 100 or >= 300) return;
        // §12.1.1: the route set is echoed in what makes the dialog.
        if (!response.Headers.Contains(SipHeaderName.RecordRoute)) response.Headers.CopyFrom(Invite.Headers, SipHeaderName.RecordRoute);
        if (Dialog is null)
        {
            Dialog = SipDialog.CreateUas(Invite, response, LocalContact);
            Endpoint.AddDialog(Dialog.Id, this);
        }
        else if (response.IsSuccess)
        {
            Dialog.Confirm();
        }
        CompleteResponse(Invite, response);
    }

    /// <summary>A caller may end an early dialog by BYE (§15): the INVITE is then answered 487.</summary>
    private protected override void OnBye(SipRequest bye)
    {
        if (Transaction.Respond(487))
        {
            Finish(new SessionEnd(SessionEndCause.NotEstablished, bye, 487));
            _cancelled.TrySetResult(bye);
            return;
        }
        base.OnBye(bye);
    }
}
