using Portal.Sip.BackToBack;

namespace Portal.Sip.Tests;

/// <summary>The joining of two legs as the README shows it: every INVITE rings these places at once.</summary>
internal sealed class Joining(Func<IReadOnlyList<SipFlow>> telephones, SessionTimerOptions? timer = null) : ISipRequestHandler
{
    private int _ended;

    public string Method => SipMethod.Invite;

    /// <summary>The calls that were made.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<BackToBackCall> Calls { get; } = new();

    /// <summary>Where blind transfers go; null refuses them.</summary>
    public Func<SipFlow>? TransferTo { get; init; }

    /// <summary>Calls whose both legs are over.</summary>
    public int Ended => _ended;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "b2bua", timer ?? new SessionTimerOptions());
        var call = new BackToBackCall(caller);
        Calls.Enqueue(call);
        InviteUacSession Leg(SipFlow flow, bool offer)
        {
            var invite = Passing.CreateInvite(caller.Invite, new SipUri("2002", flow.Remote.Address.ToString(), flow.Remote.Port));
            if (!offer) invite.SetBody(ReadOnlyMemory<byte>.Empty, null);
            return transaction.Endpoint.CreateUacSession(invite, flow, "b2bua", timer ?? new SessionTimerOptions());
        }
        if (TransferTo is { } transfer) call.Transferring = asked => asked.Consulted is null ? asked.CallAsync(Leg(transfer(), offer: false)) : asked.JoinAsync();

        var result = await call.RingAsync([.. telephones().Select(flow => Leg(flow, offer: true))]);
        if (result.End is RingingEnd.Answered)
        {
            await call.ConnectAsync(result);
            await call.Ended;
        }
        else
        {
            call.Refuse(result);
        }
        await call.FarewellAsync();
        Interlocked.Increment(ref _ended);
    }
}
