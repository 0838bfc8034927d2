using System.Net;
using Microsoft.Extensions.Logging;
using Portal.Sip.Tracing;

namespace Portal.Sip;

public sealed partial class SipEndpoint : ISipReceiver
{
    bool ISipReceiver.Admit(SipTransportKind transport, SocketAddress? datagramSource, IPEndPoint? streamSource)
    {
        if (_options.Guard is null && _limiter is null) return true;
        var address = streamSource?.Address ?? SourceLimiter.AddressOf(datagramSource!);
        if ((_options.Guard?.Invoke(address) ?? true) && (_limiter?.Admit(address) ?? true)) return true;
        Statistics.Rejected("limit");
        return false;
    }

    void ISipReceiver.Reject(SipFlow source, string reason)
    {
        Statistics.Malformed();
        _noise.Write("dropped", $"Dropped from {source}: {reason}.");
    }

    void ISipReceiver.ReceiveUnframed(ReadOnlyMemory<byte> head, SipFlow source, string reason)
    {
        Statistics.Received(source.Transport);
        SipParser.TryParse(head, out var message, out var error);
        ReceiveMalformed(new SipParseError(400, reason, error?.Answerable ?? message as SipRequest), source);
    }

    void ISipReceiver.Receive(ReadOnlyMemory<byte> octets, SipFlow source)
    {
        try
        {
            Statistics.Received(source.Transport);
            _options.Trace?.Record(TraceDirection.In, source, octets);
            if (!SipParser.TryParse(octets, out var message, out var error))
            {
                ReceiveMalformed(error, source);
                return;
            }
            message.Source = source;
            if (message is SipResponse response) ReceiveResponse(response); else ReceiveRequest((SipRequest)message);
        }
        catch (Exception e)
        {
            // One message must not take the receiving thread with it.
            _log.LogError(e, "A SIP message from {Source} could not be processed.", source);
        }
    }

    private void ReceiveMalformed(SipParseError error, SipFlow source)
    {
        Statistics.Malformed();
        // The sender's octets stay out of the log: they may hold credentials, and an attacker's text.
        _noise.Write("malformed", $"Malformed message from {source}: {error.Reason}.");
        if (error.Answerable is not { IsAck: false } broken) return;
        broken.Source = source;
        AnswerStateless(broken, error.StatusCode, error.Reason);
    }

    private void ReceiveResponse(SipResponse response)
    {
        if (response.TopVia?.Branch is { } branch)
        {
            var key = TransactionKey.OfClient(branch, response.CSeq.Method);
            if (_clients.TryGetValue(key, out var transaction))
            {
                transaction.Receive(response);
                return;
            }
            if (_absorbed.Contains(key) || ReceiveLate(key, response)) return;
        }
        Statistics.Dropped("response");
    }

    private void ReceiveRequest(SipRequest request)
    {
        var replyTo = ReplyRoute.Mark(request, _options.ReplyToSourcePort);
        var via = request.TopVia!;
        var key = TransactionKey.OfServer(request, via);
        if (request.IsAck)
        {
            ReceiveAck(request, key);
            return;
        }
        if (_servers.TryGetValue(key, out var known))
        {
            known.ReceiveRepeat();
            return;
        }
        if (_answers.TryGet(key, out var answer))
        {
            Statistics.Retransmitted();
            ((ITransactionHost)this).Send(replyTo, answer, null);
            return;
        }
        if (request.IsInvite && _over.Contains(key)) return;
        if (Volatile.Read(ref _serverCount) >= _options.MaxServerTransactions && request.To.Tag is null && request.Method != SipMethod.Cancel)
        {
            Statistics.Rejected("full");
            _noise.Write("full", $"More than {_options.MaxServerTransactions} requests are under way; those from {request.Source} and others are refused.");
            AnswerStateless(request, 503, "");
            return;
        }
        if (!request.IsInvite && request.To.Tag is null && _handlers.TryGetValue(request.Method, out var quick) && quick.RunsInline && (_proxy is null || !request.Headers.Contains(SipHeaderName.Route)))
        {
            AnswerInline(quick, new SipServerTransaction(this, this, key, request, replyTo));
            return;
        }
        SipServerTransaction transaction = request.IsInvite
            ? new InviteServerTransaction(this, this, key, request, replyTo)
            : new SipServerTransaction(this, this, key, request, replyTo);
        if (!_servers.TryAdd(key, transaction))
        {
            if (_servers.TryGetValue(key, out known)) known.ReceiveRepeat();
            return;
        }
        Interlocked.Increment(ref _serverCount);
        if (request.Method == SipMethod.Cancel) Cancel(transaction, via);
        else if (_proxy is { } proxy && !IsInDialog(request) && proxy.Takes(transaction, _handlers.ContainsKey(request.Method))) return;
        else if (RequestRules.Refusal(transaction, _options) is { } refusal) Refuse(transaction, refusal);
        else Dispatch(transaction);
    }

    /// <summary>
    /// Most requests that are answered on the receiving thread are answered before anybody could ask for their transaction: one source's messages come one after
    /// the other. Only what is still open afterwards is entered.
    /// </summary>
    private void AnswerInline(ISipRequestHandler handler, SipServerTransaction transaction)
    {
        if (RequestRules.Refusal(transaction, _options) is { } refusal) Refuse(transaction, refusal);
        else _ = RunAsync(handler, transaction);
        if (transaction.FinalResponse is not null) return;
        if (_servers.TryAdd(transaction.Key, transaction)) Interlocked.Increment(ref _serverCount);
        if (transaction.FinalResponse is not null) RemoveServer(transaction.Key);
    }

    private void ReceiveAck(SipRequest ack, TransactionKey key)
    {
        if (_servers.TryGetValue(key, out var server) && server is InviteServerTransaction invite && invite.State != SipTransactionState.Accepted)
        {
            invite.ReceiveAck();
            return;
        }
        if (_dialogs.TryGetValue(DialogOf(ack), out var session)) session.OnAck(ack);
        else if (_proxy?.TakesAck(ack) != true && !_answers.Contains(key)) Statistics.Dropped("ack");
    }

    private bool IsInDialog(SipRequest request) => request.To.Tag is not null && _dialogs.ContainsKey(DialogOf(request));

    /// <summary>§9.2: matched as its INVITE would be, answered by itself.</summary>
    private void Cancel(SipServerTransaction cancel, Via via)
    {
        if (!_servers.TryGetValue(TransactionKey.OfServer(cancel.Request, via, SipMethod.Invite), out var server) || server is not InviteServerTransaction invite)
        {
            cancel.Respond(481);
            return;
        }
        cancel.Respond(SipResponse.Create(cancel.Request, 200, toTag: invite.LocalTag));
        invite.ReceiveCancel(cancel.Request);
    }

    private void Dispatch(SipServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.To.Tag is not null)
        {
            if (_dialogs.TryGetValue(DialogOf(request), out var session))
            {
                session.OnRequest(transaction);
                return;
            }
            if (request.Method is SipMethod.Invite or SipMethod.Bye or SipMethod.Update or SipMethod.Info or SipMethod.Prack or SipMethod.Notify or SipMethod.Subscribe)
            {
                transaction.IsUnverified = true;
                transaction.Respond(481);
                return;
            }
        }
        else if (transaction is InviteServerTransaction invite && !_merged.TryAdd(invite))
        {
            Statistics.Rejected("merged");
            transaction.IsUnverified = true;
            transaction.Respond(Signed(transaction.CreateResponse(482)));
            return;
        }
        if (_handlers.TryGetValue(request.Method, out var handler))
        {
            if (handler.RunsInline) _ = RunAsync(handler, transaction);
            else ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Self.RunAsync(work.Handler, work.Transaction), (Self: this, Handler: handler, Transaction: transaction), preferLocal: false);
            return;
        }
        if (request.Method == SipMethod.Options)
        {
            AnswerOptions(transaction);
            return;
        }
        Statistics.Rejected("method");
        transaction.IsUnverified = true;
        var response = transaction.CreateResponse(SipMethod.IsKnown(request.Method) ? 405 : 501);
        response.Headers.Add(SipHeaderName.Allow, AllowHeader);
        transaction.Respond(Signed(response));
    }

    private async Task RunAsync(ISipRequestHandler handler, SipServerTransaction transaction)
    {
        try
        {
            await handler.HandleAsync(transaction, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            transaction.Respond(503);
        }
        catch (Exception e)
        {
            _log.LogError(e, "The handler of {Method} failed.", transaction.Request.Method);
            transaction.Respond(500);
        }
    }

    private void AnswerOptions(SipServerTransaction transaction)
    {
        var response = transaction.CreateResponse(200);
        response.Headers.Add(SipHeaderName.Allow, AllowOctets).Add(SipHeaderName.Accept, "application/sdp");
        if (_options.SupportedExtensions.Count > 0) response.Headers.Add(SipHeaderName.Supported, string.Join(", ", _options.SupportedExtensions));
        transaction.Respond(Signed(response));
    }

    private void Refuse(SipServerTransaction transaction, SipResponse refusal)
    {
        Statistics.Rejected(refusal.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        transaction.IsUnverified = true;
        transaction.Respond(Signed(refusal));
    }

    /// <summary>An answer without a transaction: to what could not be read whole. One datagram in, at most one out, so that nothing is amplified.</summary>
    private void AnswerStateless(SipRequest request, int statusCode, string reason)
    {
        var replyTo = ReplyRoute.Mark(request, _options.ReplyToSourcePort);
        var response = SipResponse.Create(request, statusCode, statusCode == 400 ? $"Bad Request - {reason}" : null);
        if (statusCode == 503) response.Headers.Add("Retry-After", "10");
        ((ITransactionHost)this).Send(replyTo, Signed(response).ToBytes(), null);
    }

    private SipResponse Signed(SipResponse response)
    {
        if (_options.Product is { } product) response.Headers.Add(SipHeaderName.Server, product);
        return response;
    }

    private static DialogId DialogOf(SipRequest request) => new(request.CallId, request.To.Tag ?? "", request.From.Tag ?? "");
}
