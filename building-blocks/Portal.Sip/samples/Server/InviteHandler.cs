using Portal.Sip.Authentication;
using Portal.Sip.BackToBack;
using Portal.Sip.Registration;

namespace Portal.Sip.Samples.Server;

/// <summary>Rings the telephones of the called and joins the caller with the one that answers.</summary>
internal sealed class InviteHandler(Accounts accounts, DigestAuthenticator digest, ILocationStore locations) : ISipRequestHandler
{
    public string Method => SipMethod.Invite;

    // Nothing here waits before the telephones are rung.
    public bool RunsInline => true;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        var result = digest.Authenticate(request, accounts.Realm, proxy: true, accounts.Find, out _);
        if (result is DigestResult.BadResponse)
        {
            transaction.Respond(403);
            return;
        }
        if (result is not DigestResult.Ok)
        {
            var challenge = transaction.CreateResponse(407);
            digest.Challenge(challenge, request, accounts.Realm, stale: result is DigestResult.Stale or DigestResult.Replayed);
            transaction.Respond(challenge);
            return;
        }
        if (locations.Find(request.Uri.ToAddressOfRecord().ToString()) is not { Count: > 0 } bindings)
        {
            transaction.Respond(480);
            return;
        }

        var endpoint = transaction.Endpoint;
        var call = new BackToBackCall(endpoint.CreateUasSession((InviteServerTransaction)transaction, "server", new SessionTimerOptions()), runsInline: true);
        var rung = await call.RingAsync(
            [.. bindings.Select(b => endpoint.CreateUacSession(Passing.CreateInvite(request, b), b.Flow, "server", new SessionTimerOptions()))]);
        if (rung.End is RingingEnd.Answered) await call.ConnectAsync(rung); else call.Refuse(rung);
    }
}
