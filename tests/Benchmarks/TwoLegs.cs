using System.Threading.Channels;
using Portal.Sip;

namespace Portal.Benchmarks;

/// <summary>Joins every caller with the one telephone: two sessions a call, held until the endpoint ends.</summary>
internal sealed class TwoLegs : ISipRequestHandler
{
    public string Method => SipMethod.Invite;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "server", new SessionTimerOptions());
        var invite = SipRequest.Create(SipMethod.Invite, SipUri.Parse("sip:2002@192.0.2.77:5062"), new NameAddr(request.From.Uri, request.From.DisplayName), new NameAddr(request.To.Uri));
        invite.SetBody(request.Body, request.ContentType);
        var called = transaction.Endpoint.CreateUacSession(invite, transaction.Source, "server", new SessionTimerOptions());
        called.Start();
        var final = await called.Final;
        called.Ack();
        _ = caller.AnswerAsync(final.Body, final.ContentType);
        await Task.WhenAny(caller.Ended, called.Ended);
    }
}

/// <summary>Answers every INVITE that reaches it and acknowledges every 200 that its own calls get.</summary>
internal sealed class AnsweringPhone
{
    private readonly Wire _wire;
    private readonly Channel<byte[]> _arrived = Channel.CreateUnbounded<byte[]>();
    private int _established;

    public AnsweringPhone(Wire wire)
    {
        _wire = wire;
        _ = RunAsync();
    }

    /// <summary>Called while the endpoint sends: what answers comes later.</summary>
    public void Take(byte[] octets) => _arrived.Writer.TryWrite(octets);

    public async Task Answered(int calls)
    {
        while (Volatile.Read(ref _established) < calls) await Task.Delay(10);
    }

    private async Task RunAsync()
    {
        await foreach (var octets in _arrived.Reader.ReadAllAsync())
        {
            if (!SipParser.TryParse(octets, out var message, out _)) continue;
            if (message is SipRequest { IsInvite: true } invite) _wire.Receive(Answer(invite).ToBytes(), _wire.From(5062));
            else if (message is SipResponse { StatusCode: 200 } ok && ok.CSeq.Method == SipMethod.Invite) Acknowledge(ok);
        }
    }

    private static SipResponse Answer(SipRequest invite)
    {
        var ok = SipResponse.Create(invite, 200);
        ok.Headers.Add(SipHeaderName.Contact, "<sip:2002@192.0.2.77:5062>");
        ok.SetBody(invite.Body, invite.ContentType);
        return ok;
    }

    private void Acknowledge(SipResponse ok)
    {
        var ack = SipRequest.Create(SipMethod.Ack, ok.Contact!.Uri, ok.From, ok.To, ok.CallId, ok.CSeq.Number);
        ack.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP 192.0.2.77:5062;branch={SipToken.Branch()}");
        _wire.Receive(ack.ToBytes(), _wire.From(5062));
        Interlocked.Increment(ref _established);
    }
}
