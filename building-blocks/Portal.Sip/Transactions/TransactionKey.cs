namespace Portal.Sip;

/// <summary>What identifies a transaction (RFC 3261 §17.1.3, §17.2.3). ACK belongs to the INVITE's; CANCEL has its own.</summary>
internal readonly record struct TransactionKey(string Branch, string SentBy, string Method)
{
    internal static TransactionKey OfServer(SipRequest request, Via via, string? method = null)
    {
        method ??= request.IsAck ? SipMethod.Invite : request.Method;
        return via.HasTransactionId
            ? new TransactionKey(via.Branch!, via.SentBy, method)
            // RFC 2543 peers: no branch to rest on. The To tag is left out, because the ACK has one and the INVITE has not.
            : new TransactionKey($"{request.Uri} {request.From.Tag} {request.CallId} {request.CSeq.Number} {via.Transport} {via.Branch}", via.SentBy, method);
    }

    /// <summary>A client's branch is its own and random, so that sent-by adds nothing.</summary>
    internal static TransactionKey OfClient(string branch, string method) => new(branch, "", method);
}
