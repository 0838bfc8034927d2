using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;

namespace Portal.Benchmarks;

/// <summary>A registrar of one password for everybody.</summary>
internal sealed class RegisterHandler(DigestAuthenticator digest, Registrar registrar, DigestCredential credential) : ISipRequestHandler
{
    public string Method => SipMethod.Register;
    public bool RunsInline => true;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var result = digest.Authenticate(transaction.Request, "example.test", proxy: false, _ => credential, out _);
        if (result == DigestResult.Ok)
        {
            transaction.Respond(registrar.Process(transaction, transaction.Request.To.Uri.ToAddressOfRecord().ToString()));
            return default;
        }
        var challenge = transaction.CreateResponse(401);
        digest.Challenge(challenge, transaction.Request, "example.test");
        transaction.Respond(challenge);
        return default;
    }
}
