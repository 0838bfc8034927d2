using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>A telephone wants to call: who is it, may one more call begin, and what was dialled?</summary>
internal sealed class InviteHandler(
    CallerAuthentication authentication, IExtensionDirectory directory, LiveCalls calls, CallServices services, ILogger<InviteHandler> log)
    : ISipRequestHandler
{
    public string Method => SipMethod.Invite;

    // The challenge, which every call begins with, is a matter of microseconds; what comes after it has a thread of its own.
    public bool RunsInline => true;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        if (authentication.Admit(transaction) is not { } caller)
        {
            return;
        }

        await Task.Yield();
        using var place = calls.TakePlace(caller.Extension.Employee, caller.Extension.Company);
        if (place is null)
        {
            services.Meter.Refused("too_many_calls");
            log.LogWarning("{Caller} has as many calls as the limits allow; one more was refused", caller.Extension.Aor);
            var response = transaction.CreateResponse(503);
            response.Headers.Add(SipHeaderName.RetryAfter, "5");
            transaction.Respond(response);
            return;
        }

        var session = transaction.Endpoint.CreateUasSession(
            (InviteServerTransaction)transaction, caller.Extension.Number, new SessionTimerOptions { Interval = services.Options.SessionInterval });
        var dialled = Dialled(transaction.Request.Uri, caller.Extension.Domain);
        var call = new Call(
            Guid.CreateVersion7(), services.Clock.GetUtcNow(), caller.Extension.Company, caller.Extension.Domain,
            caller.Extension.ToParty(), dialled, dialled, [], transaction.Source.Remote);
        var live = new LiveCall(call, session, caller.Withheld, place, services);
        calls.Add(live);
        try
        {
            await live.RunAsync();
        }
        finally
        {
            calls.Remove(live);
        }
    }

    /// <summary>
    /// The number inside the caller's company; with its domain where another one was addressed, which no extension has and the log can show.
    /// </summary>
    private string Dialled(SipUri uri, string domain)
    {
        var number = DialledNumber.Of(uri);
        var foreign = uri.IsSip && uri.HostAddress is null && !uri.Host.Equals(domain, StringComparison.OrdinalIgnoreCase)
            && !uri.Host.Equals(services.Options.AdvertisedHost, StringComparison.OrdinalIgnoreCase)
            && (directory.KnowsDomain(uri.Host) || uri.Host.Contains('.'));
        return foreign ? $"{number}@{uri.Host.ToLowerInvariant()}" : number;
    }
}
