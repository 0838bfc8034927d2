using Microsoft.Extensions.Logging;
using Portal.Modularity;
using Portal.Sip;
using Portal.Sip.BackToBack;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>
/// One call from its INVITE to its record. It reads from top to bottom as the call goes: decide, ring, talk, hang up. We stand
/// between the two telephones (<see cref="BackToBackCall"/>): two dialogs, one conversation, media directly between them.
/// </summary>
internal sealed partial class LiveCall(Call call, InviteUasSession caller, bool withheld, LiveCalls.Place place, CallServices services)
{
    private static readonly SipResponse NotAnswered = new(487);

    private readonly CallStory _story = new(call, services.Clock);
    // Nothing that follows an answer or a BYE waits; what follows anything else the hunt gives a thread of its own.
    private readonly BackToBackCall _talk = new(caller, runsInline: true);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopped;

    public Guid Id => call.Id;

    /// <summary>Ends the call from outside; completes when it is recorded and the telephones have said goodbye.</summary>
    public async Task EndAsync()
    {
        _stopped = true;
        _talk.End();
        await _done.Task;
        await _talk.FarewellAsync();
    }

    public async Task RunAsync()
    {
        services.Meter.Began();
        try
        {
            await GoAsync();
        }
        // One call that goes wrong ends, with a record; the others go on.
        catch (Exception e)
        {
            services.Log.LogError(e, "Call {Call} failed", Id);
            _story.Ended(CallResult.Failed, 500, CallStory.System, Kept("The switch made a mistake and ended the call."));
            caller.Reject(500);
            _talk.End();
        }
        finally
        {
            Close();
            await _transfer;
            _done.TrySetResult();
        }
    }

    private async Task GoAsync()
    {
        var (end, decision) = await new Hunt(_story, place, services, RingAsync)
            .RunAsync(place.EnterFrom(call.Caller.Site) ? services.Routing.Decide(call) : SiteFull());
        switch (end)
        {
            case RingEnd.Answered answered:
                await TalkAsync(answered, decision.Call);
                break;

            case RingEnd.Abandoned:
                Abandon();
                break;

            case RingEnd.Incompatible { StatusCode: var status }:
                caller.Reject(status);
                _story.Ended(CallResult.Failed, status, CallStory.Called, Hunt.NoCommonCodec);
                break;

            default:
                Refuse(decision);
                break;
        }
    }

    /// <summary>The caller's own site has no room for one more call.</summary>
    private RoutingDecision SiteFull()
    {
        services.Meter.Refused("site_full");
        var refuse = new Verdict.Refuse(503, "Service Unavailable", Kept("The caller's site has as many calls as it may have at a time."));
        return new RoutingDecision(refuse, call, [refuse.Reason]) { Remarks = [(call.Company, refuse.Reason)] };
    }

    private void Refuse(RoutingDecision decision)
    {
        var (refuse, result) = Hunt.Refusal(decision);
        if (caller.Reject(refuse.StatusCode, refuse.Phrase))
        {
            _story.Ended(result, refuse.StatusCode, result is CallResult.Busy or CallResult.Declined ? CallStory.Called : CallStory.System, null);
            return;
        }

        Abandon();
    }

    private void Abandon()
    {
        if (caller.Ended.IsCompleted)
        {
            _story.Ended(CallResult.CallerHungUp, 487, CallStory.Caller, Kept("The caller hung up before anybody answered."));
            return;
        }

        caller.Reject(503);
        _story.Ended(CallResult.Failed, 503, CallStory.System, Kept("The telephone system was stopped."));
    }

    private async Task<RingEnd> RingAsync(RegisteredEndpoint[] endpoints, Call ringing, TimeSpan time)
    {
        var legs = Array.ConvertAll(endpoints, endpoint => CreateLeg(endpoint, ringing));
        return RingEnd.Of(await _talk.RingAsync(legs, time), legs, endpoints);
    }

    private InviteUacSession CreateLeg(RegisteredEndpoint endpoint, Call ringing)
    {
        var shown = withheld ? null : services.Presentation.Of(call, endpoint.Owner.Company);
        return caller.Endpoint.CreateUacSession(
            LegInvite.Create(ringing, caller.Invite, endpoint, shown), endpoint.Flow, shown?.Number ?? "anonymous",
            new SessionTimerOptions { Interval = services.Options.SessionInterval });
    }

    private async Task TalkAsync(RingEnd.Answered answered, Call ringing)
    {
        var owner = answered.Endpoint.Owner;
        _story.Answered(owner.ToParty(), owner.Company);
        BeginTalk(answered.Result.Leg!, owner);
        _talk.Transferring = TransferAsync;
        var identity = CallerPresentation.AnsweredBy(ringing, owner, owner.ToParty());
        await _talk.ConnectAsync(answered.Result, answer =>
            answer.Headers.Add(SipHeaderName.PAssertedIdentity, LegInvite.Party(identity, call.Domain).ToString()));
        _talk.LimitTo(services.Options.LongestCall);
        Note(await _talk.Ended);
    }
}
