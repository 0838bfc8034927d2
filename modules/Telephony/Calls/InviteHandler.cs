using Microsoft.Extensions.Logging;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>A telephone wants to call: who is it, may one more call begin, and what was dialled?</summary>
internal sealed class InviteHandler(
    CallerAuthentication authentication, CallTakeover takeover, LiveCalls calls, CallServices services, ILogger<InviteHandler> log)
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
        if (transaction.Request.Headers.Contains(SipHeaderName.Replaces))
        {
            await takeover.HandleAsync((InviteServerTransaction)transaction, caller.Extension);
            return;
        }

        var place = calls.TakePlace(caller.Extension.Employee, caller.Extension.Company);
        if (place is null)
        {
            services.Meter.Refused("too_many_calls");
            log.LogWarning("{Caller} has as many calls as the limits allow; one more was refused", caller.Extension.Aor);
            var response = transaction.CreateResponse(503);
            response.Headers.Add(SipHeaderName.RetryAfter, "5");
            transaction.Respond(response);
            return;
        }

        // The call gives the place back, or hands it on with what is left of it.
        var live = Create(transaction, caller, place);
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

    private LiveCall Create(SipServerTransaction transaction, Caller caller, LiveCalls.Place place)
    {
        var session = transaction.Endpoint.CreateUasSession(
            (InviteServerTransaction)transaction, caller.Extension.Number, new SessionTimerOptions { Interval = services.Options.SessionInterval });
        var dialled = services.Dialled(transaction.Request.Uri, caller.Extension.Domain);
        var call = new Call(
            Guid.CreateVersion7(), services.Clock.GetUtcNow(), caller.Extension.Company, caller.Extension.Domain,
            caller.Extension.ToParty(), dialled, dialled, [], transaction.Source.Remote);
        return new LiveCall(call, session, caller.Withheld, place, services);
    }
}
