using Microsoft.Extensions.Logging;
using Portal.Extensions.Contracts;
using Portal.Sip;

namespace Portal.Telephony.Calls;

/// <summary>
/// An INVITE with Replaces (RFC 3891): a telephone wants to go on with a call that is talked over another one. Only for the person who talks in it;
/// for everybody else the call does not exist.
/// </summary>
internal sealed class CallTakeover(LiveCalls calls, CallServices services, ILogger<CallTakeover> log)
{
    public async Task HandleAsync(InviteServerTransaction transaction, DirectoryEntry caller)
    {
        var (session, status) = transaction.Endpoint.FindReplaced(transaction.Request);
        if (session is null)
        {
            transaction.Respond(status);
            return;
        }

        if (calls.Of(session) is not var (call, speaker) || !speaker.Is(caller.Company, caller.Employee))
        {
            services.Meter.Refused("foreign_replaces");
            log.LogWarning("{Caller} wanted to take over a call that is somebody else's; it was refused", caller.Aor);
            transaction.Respond(481);
            return;
        }

        if (!caller.MayCall)
        {
            services.Meter.Refused("may_not_call");
            transaction.Respond(403);
            return;
        }

        await call.TakeOverAsync(speaker, transaction.Endpoint.CreateUasSession(
            transaction, caller.Number, new SessionTimerOptions { Interval = services.Options.SessionInterval }));
    }
}
