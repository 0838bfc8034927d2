using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Sip.Samples.Server;

/// <summary>Rings the first telephone of the called and joins the two legs.</summary>
internal sealed class InviteHandler(Accounts accounts, DigestAuthenticator digest, ILocationStore locations) : ISipRequestHandler
{
    public string Method => SipMethod.Invite;

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
        if (locations.Find(request.Uri.ToAddressOfRecord().ToString()) is not [var binding, ..])
        {
            transaction.Respond(480);
            return;
        }

        var caller = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "server", new SessionTimerOptions());
        var invite = SipRequest.Create(SipMethod.Invite, binding.Contact, new NameAddr(request.From.Uri, request.From.DisplayName), new NameAddr(request.To.Uri));
        invite.SetBody(request.Body, request.ContentType);
        var called = transaction.Endpoint.CreateUacSession(invite, binding.Flow, "server", new SessionTimerOptions());
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
            caller.Reject(final.StatusCode, final.Reason);
            return;
        }
        called.Ack();
        _ = caller.AnswerAsync(final.Body, final.ContentType);
        await Task.WhenAny(caller.Ended, called.Ended);
        await Task.WhenAll(caller.ByeAsync(), called.ByeAsync());
    }
}
