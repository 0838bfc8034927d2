using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Sip.Samples.Server;

internal sealed class RegisterHandler(Accounts accounts, DigestAuthenticator digest, Registrar registrar) : ISipRequestHandler
{
    public string Method => SipMethod.Register;

    public bool RunsInline => true;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        var result = digest.Authenticate(request, accounts.Realm, proxy: false, accounts.Find, out var who);
        if (result is DigestResult.BadResponse)
        {
            // Not another 401: its new nonce would make some telephones try the same password again at once, without end.
            transaction.Respond(403);
        }
        else if (result is not DigestResult.Ok)
        {
            var challenge = transaction.CreateResponse(401);
            digest.Challenge(challenge, request, accounts.Realm, stale: result is DigestResult.Stale or DigestResult.Replayed);
            transaction.Respond(challenge);
        }
        else
        {
            var aor = request.To.Uri.ToAddressOfRecord();
            transaction.Respond(aor.User == who!.UserName ? registrar.Process(transaction, aor.ToString()) : transaction.CreateResponse(403));
        }
        return default;
    }
}
