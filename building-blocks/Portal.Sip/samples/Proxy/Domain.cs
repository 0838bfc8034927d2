using Portal.Sip.Authentication;
using Portal.Sip.Proxying;
using Portal.Sip.Registration;

namespace Portal.Sip.Samples.Proxy;

/// <summary>One domain: its registrar, and where requests to its users go. Nobody sends anything through it without a password.</summary>
internal sealed class Domain(IReadOnlyDictionary<string, DigestCredential> accounts, DigestAuthenticator digest, ILocationStore locations) : ISipRequestHandler, IProxyRouting
{
    public const string Name = "example.test";

    private readonly Registrar _registrar = new(locations);

    string ISipRequestHandler.Method => SipMethod.Register;

    bool ISipRequestHandler.RunsInline => true;

    bool IProxyRouting.RunsInline => true;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var aor = transaction.Request.To.Uri.ToAddressOfRecord();
        if (IsKnown(transaction, proxy: false, aor)) transaction.Respond(_registrar.Process(transaction, aor.ToString()));
        return default;
    }

    public ValueTask<ProxyRoute?> RouteAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        if (!IsKnown(transaction, proxy: true, request.From.Uri)) return new((ProxyRoute?)null);
        var route = request.Uri.Host == Name ? ProxyRoute.ToBindings(locations.Find(request.Uri.ToAddressOfRecord().ToString())) : ProxyRoute.Refuse(404);
        return new(route with { Complete = copy => copy.Headers.Remove(SipHeaderName.ProxyAuthorization) });
    }

    /// <summary>False when it has been answered: challenged, or refused because somebody else's address is used.</summary>
    private bool IsKnown(SipServerTransaction transaction, bool proxy, SipUri claimed)
    {
        var result = digest.Authenticate(transaction.Request, Name, proxy, user => accounts.GetValueOrDefault(user), out var who);
        if (result is DigestResult.Ok && claimed.User == who!.UserName && claimed.Host == Name) return true;
        if (result is DigestResult.Ok)
        {
            transaction.Respond(403);
            return false;
        }
        var challenge = transaction.CreateResponse(proxy ? 407 : 401);
        digest.Challenge(challenge, transaction.Request, Name, stale: result is DigestResult.Stale or DigestResult.Replayed);
        transaction.Respond(challenge);
        return false;
    }
}
