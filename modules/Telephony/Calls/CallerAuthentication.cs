using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Sip.Authentication;

namespace Portal.Telephony.Calls;

/// <summary>
/// Who is calling? Only what digest proves counts: the From of a telephone is compared with it, never believed. Everybody else is
/// answered here and counted.
/// </summary>
internal sealed class CallerAuthentication(
    IExtensionDirectory directory, DigestAuthenticator digest, FailedAttempts failures, TelephonyMeter meter, ILogger<CallerAuthentication> log)
{
    private const string AnonymousHost = "anonymous.invalid";

    /// <summary>The caller; null when the request has been answered with a challenge or a refusal.</summary>
    public Caller? Admit(SipServerTransaction transaction)
    {
        var request = transaction.Request;
        if (DomainOf(request) is not { } domain)
        {
            return Refuse(transaction, 403, "unknown_domain");
        }

        var source = transaction.Source.Remote.Address;
        if (failures.IsBlocked(source))
        {
            return Refuse(transaction, 403, "blocked_source");
        }

        var result = digest.Authenticate(request, domain, proxy: true, user => CredentialOf(user, domain), out var given);
        switch (result)
        {
            case DigestResult.Ok when directory.FindAccount(given!.UserName, domain) is { } account:
                var withheld = IsWithheld(request);
                // A telephone that withholds its number may hide it in From too (RFC 3323); any other From must be its own.
                return withheld || request.From.Uri.UserText == account.Extension.Number
                    ? new Caller(account.Extension, withheld)
                    : Refuse(transaction, 403, "foreign_from");

            case DigestResult.Stale or DigestResult.Replayed:
                return Challenge(transaction, domain, stale: true);

            case DigestResult.BadResponse or DigestResult.Ok:
                if (failures.Count(source))
                {
                    log.LogWarning("Too many wrong SIP passwords in calls from {Source}; its calls are refused for a while", source);
                }

                return Refuse(transaction, 403, "wrong_credentials");

            case DigestResult.Malformed:
                return Refuse(transaction, 400, "malformed_credentials");

            default:
                return Challenge(transaction, domain, stale: false);
        }
    }

    /// <summary>The company's domain the caller speaks for; null when we don't know any.</summary>
    private string? DomainOf(SipRequest request)
    {
        var host = request.From.Uri.Host;
        // With a hidden From the domain is told by what was dialled.
        var named = host.Equals(AnonymousHost, StringComparison.OrdinalIgnoreCase) ? request.Uri.Host : host;
        return named.Length > 0 && directory.KnowsDomain(named) ? named.ToLowerInvariant() : null;
    }

    private DigestCredential? CredentialOf(string user, string domain) =>
        directory.FindAccount(user, domain) is { } account
            ? new DigestCredential(user, domain, account.Ha1Md5, account.Ha1Sha256)
            : null;

    private static bool IsWithheld(SipRequest request) =>
        request.From.Uri.Host.Equals(AnonymousHost, StringComparison.OrdinalIgnoreCase)
        || (request.Headers[SipHeaderName.Privacy] ?? "").Split([';', ','], StringSplitOptions.TrimEntries)
            .Any(p => p is "id" or "user" or "header");

    private Caller? Challenge(SipServerTransaction transaction, string domain, bool stale)
    {
        meter.Challenged();
        var response = transaction.CreateResponse(407);
        digest.Challenge(response, transaction.Request, domain, stale);
        transaction.Respond(response);
        return null;
    }

    private Caller? Refuse(SipServerTransaction transaction, int status, string why)
    {
        meter.Refused(why);
        log.LogDebug("INVITE from {Source} refused: {Reason}", transaction.Source, why);
        transaction.Respond(status);
        return null;
    }
}

/// <summary>An extension that has proved who it is.</summary>
internal sealed record Caller(DirectoryEntry Extension, bool Withheld);
