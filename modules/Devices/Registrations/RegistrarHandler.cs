using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Sip.Authentication;
using SipRegistrar = Portal.Sip.Registration.Registrar;

namespace Portal.Devices.Registrations;

/// <summary>
/// Answers REGISTER: proves who asks (RFC 3261 22, 8760), lets an account register its own address of record only, and hands
/// the rest to RFC 3261 10.3. Unknown users are answered exactly like wrong passwords.
/// </summary>
internal sealed class RegistrarHandler(
    IExtensionDirectory directory, DigestAuthenticator digest, SipRegistrar registrar, RegistrationGuard guard, IMeterFactory meters,
    ILogger<RegistrarHandler> log) : ISipRequestHandler
{
    private readonly Counter<long> _refused = meters.Create("Portal.Devices").CreateCounter<long>(
        "portal.registrations.refused", description: "REGISTER requests refused, by reason");

    public string Method => SipMethod.Register;

    // Memory only, a few microseconds; a source that has to wait is waited for without holding the thread.
    public bool RunsInline => true;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var request = transaction.Request;
        var address = request.To.Uri;
        if (!address.IsSip || string.IsNullOrEmpty(address.User))
        {
            Refuse(transaction, 400, "REGISTER needs a SIP address in To", "address");
            return;
        }

        var domain = address.Host.ToLowerInvariant();
        if (!directory.KnowsDomain(domain))
        {
            Refuse(transaction, 404, "Unknown Domain", "domain");
            return;
        }

        var source = transaction.Source.Remote.Address;
        if (guard.HasToWait(source, address.User + "@" + domain) && request.Headers.Contains(SipHeaderName.Authorization)
            && !await guard.WaitAsync(source, cancellation))
        {
            var busy = transaction.CreateResponse(503, "Too many failed attempts");
            busy.Headers.Add(SipHeaderName.RetryAfter, ((int)RegistrationGuard.Pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            _refused.Add(1, new KeyValuePair<string, object?>("reason", "slowed"));
            transaction.Respond(busy);
            return;
        }

        Answer(transaction, domain, source);
    }

    private void Answer(SipServerTransaction transaction, string domain, IPAddress source)
    {
        var request = transaction.Request;
        var address = request.To.Uri.User + "@" + domain;
        var result = digest.Authenticate(request, domain, proxy: false, user => CredentialOf(user, domain), out var who);
        switch (result)
        {
            case DigestResult.Ok:
                Register(transaction, directory.FindAccount(who!.UserName, domain), source);
                return;
            case DigestResult.Malformed:
                Refuse(transaction, 400, "Bad Authorization", "malformed");
                return;
            case DigestResult.BadResponse:
                Failed(source, address, "credentials");
                if (guard.IsHopeless(source, address))
                {
                    transaction.Respond(403, "Wrong Credentials");
                    return;
                }

                break;
            case DigestResult.WrongRealm:
                Failed(source, address, "realm");
                break;
            case DigestResult.Replayed:
                Count("replay");
                break;
        }

        var challenge = transaction.CreateResponse(401);
        digest.Challenge(challenge, request, domain, stale: result is DigestResult.Stale or DigestResult.Replayed);
        transaction.Respond(challenge);
    }

    private void Register(SipServerTransaction transaction, SipAccount? account, IPAddress source)
    {
        var aor = transaction.Request.To.Uri.ToAddressOfRecord();
        if (account is null || !aor.Equals(Aors.Of(account.Extension)))
        {
            log.LogWarning("SIP: {Account} from {Address} tried to register another's address", account?.Extension.Aor, source);
            Failed(source, account?.Extension.Aor ?? "", "not-owner");
            transaction.Respond(403, "Not Your Address");
            return;
        }

        guard.Proven(source, account.Extension.Aor);
        transaction.Respond(registrar.Process(transaction, aor.ToString()));
    }

    private DigestCredential? CredentialOf(string user, string domain) =>
        directory.FindAccount(user, domain) is { } account ? new DigestCredential(user, domain, account.Ha1Md5, account.Ha1Sha256) : null;

    private void Failed(IPAddress source, string address, string reason)
    {
        Count(reason);
        if (guard.Failed(source, address))
        {
            // Once a source and quarter of an hour, in a shape that fail2ban can read; nothing the sender wrote is in it.
            log.LogWarning("SIP: too many failed registrations from {Address}; it is slowed for {Minutes} minutes",
                source, (int)RegistrationGuard.Block.TotalMinutes);
        }
    }

    private void Refuse(SipServerTransaction transaction, int status, string phrase, string reason)
    {
        Count(reason);
        transaction.Respond(status, phrase);
    }

    private void Count(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
