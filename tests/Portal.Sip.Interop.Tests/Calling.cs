using System.Collections.Concurrent;
using Portal.Sip.Authentication;

namespace Portal.Sip.Interop.Tests;

/// <summary>Takes every new call, finds out where it goes and joins its two legs.</summary>
internal sealed class Calling(Exchange exchange, Trunk? trunk) : ISipRequestHandler
{
    private int _placed;

    public string Method => SipMethod.Invite;

    /// <summary>Calls that were put through.</summary>
    public int Placed => _placed;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        exchange.Traffic.Saw(request.CallId);
        // The carrier calls from its own address, or over a connection of whatever port the contact that we registered with it.
        var fromTrunk = trunk is not null && (transaction.Source.Remote.Equals(trunk.Flow.Remote) || request.Uri.User == trunk.Credential.UserName);
        if (!fromTrunk)
        {
            var result = exchange.Authenticator.Authenticate(request, Exchange.Domain, proxy: true, Exchange.Credential, out _);
            if (result is DigestResult.BadResponse)
            {
                transaction.Respond(403);
                return;
            }
            if (result is not DigestResult.Ok)
            {
                var challenge = transaction.CreateResponse(407);
                exchange.Authenticator.Challenge(challenge, request, Exchange.Domain, stale: result is DigestResult.Stale or DigestResult.Replayed);
                transaction.Respond(challenge);
                return;
            }
        }
        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "exchange", new SessionTimerOptions());
        if (Leg(request.Uri.User ?? "", request.From, request.Body, request.ContentType) is not { } called)
        {
            caller.Reject(480);
            return;
        }
        called.ProvisionalReceived = response =>
        {
            caller.Progress(response.StatusCode, response.Reason, response.Body, response.ContentType);
            return Task.CompletedTask;
        };
        _ = caller.Cancelled.ContinueWith(_ => called.Cancel(), TaskScheduler.Default);
        called.Start();
        var final = await called.Final;
        if (!final.IsSuccess)
        {
            // A carrier that does not believe us is our trouble; its challenge is none that the caller could answer.
            if (final.StatusCode is 401 or 407) caller.Reject(503); else caller.Reject(final.StatusCode, final.Reason);
            return;
        }
        Interlocked.Increment(ref _placed);
        var call = new JoinedCall(this, caller, called);
        if (!request.Body.IsEmpty) called.Ack();
        var ack = await caller.AnswerAsync(final.Body, final.ContentType);
        if (request.Body.IsEmpty) called.Ack(ack?.Body ?? default, ack?.ContentType);
        await call.LastAsync();
    }

    /// <summary>Which call a leg belongs to.</summary>
    public ConcurrentDictionary<InviteSession, JoinedCall> Joined { get; } = new();

    /// <summary>A leg to a number inside or, with a leading 0, outside; null when nobody is there.</summary>
    public InviteUacSession? Leg(string number, NameAddr from, ReadOnlyMemory<byte> offer, string? contentType)
    {
        if (number == trunk?.Credential.UserName) number = trunk.Rings;
        SipRequest invite;
        if (trunk is not null && number.StartsWith('0'))
        {
            var uri = new SipUri(number, trunk.Credential.Realm);
            invite = SipRequest.Create(SipMethod.Invite, uri, new NameAddr(new SipUri(from.Uri.User, Exchange.Domain), from.DisplayName), new NameAddr(uri));
            invite.SetBody(offer, contentType);
            exchange.Traffic.Saw(invite.CallId);
            return exchange.Endpoint.CreateUacSession(invite, trunk.Flow, "exchange", new SessionTimerOptions(), trunk.Credential);
        }
        if (exchange.BindingsOf(number) is not [var binding, ..]) return null;
        invite = SipRequest.Create(SipMethod.Invite, binding.Contact, new NameAddr(new SipUri(from.Uri.User, Exchange.Domain), from.DisplayName), new NameAddr(new SipUri(number, Exchange.Domain)));
        // RFC 3327 §5.2: what the REGISTER came through, the call goes through.
        foreach (var hop in binding.Path) invite.Headers.Add(SipHeaderName.Route, hop);
        invite.SetBody(offer, contentType);
        exchange.Traffic.Saw(invite.CallId);
        return exchange.Endpoint.CreateUacSession(invite, binding.Flow, "exchange", new SessionTimerOptions());
    }
}
