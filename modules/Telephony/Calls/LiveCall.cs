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
internal sealed class LiveCall(Call call, InviteUasSession caller, bool withheld, LiveCalls.Place place, CallServices services)
{
    // Rules that ring again and again without end are stopped here; diversions are limited by the routing.
    private const int MostRingings = 10;

    private static readonly SipResponse NotAnswered = new(487);

    private readonly CallStory _story = new(call, services.Clock);
    // Nothing that follows an answer or a BYE waits; what follows anything else is given a thread of its own.
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
            var records = _story.ToRecords(withheld ? null : services.Presentation);
            services.Meter.Ended(records[0]);
            foreach (var record in records)
            {
                services.Sinks.Add(record);
            }

            _done.TrySetResult();
        }
    }

    private async Task GoAsync()
    {
        var decision = place.EnterFrom(call.Caller.Site) ? services.Routing.Decide(call) : SiteFull();
        for (var ringing = 0; ; ringing++)
        {
            _story.Decided(decision);
            if (decision.Verdict is not Verdict.Ring ring || ringing == MostRingings)
            {
                Refuse(decision);
                return;
            }

            if (Admitted(ring, decision.Call) is not { } admitted)
            {
                decision = services.Routing.DecideUnanswered(decision.Call, RingOutcome.Busy);
                continue;
            }

            switch (await RingAsync(admitted, decision.Call))
            {
                case RingEnd.Answered answered:
                    await TalkAsync(answered, decision.Call);
                    return;

                case RingEnd.Abandoned:
                    Abandon();
                    return;

                case RingEnd.Incompatible { StatusCode: var status }:
                    caller.Reject(status);
                    _story.Ended(CallResult.Failed, status, CallStory.Called, Kept("The telephones have no codec in common."));
                    return;

                case RingEnd.Deflected { Endpoint.Owner: var owner, Target: var target }:
                    decision = services.Routing.Divert(decision.Call, new Verdict.Forward(target, "deflection",
                        Kept($"{owner.DisplayName}'s telephone forwarded the call to {target}.")));
                    break;

                case RingEnd.Unanswered { Outcome: var outcome }:
                    decision = services.Routing.DecideUnanswered(decision.Call, outcome);
                    break;
            }
        }
    }

    /// <summary>The caller's own site has no room for one more call.</summary>
    private RoutingDecision SiteFull()
    {
        services.Meter.Refused("site_full");
        var refuse = new Verdict.Refuse(503, "Service Unavailable", Kept("The caller's site has as many calls as it may have at a time."));
        return new RoutingDecision(refuse, call, [refuse.Reason]) { Remarks = [(call.Company, refuse.Reason)] };
    }

    /// <summary>Without the extensions whose site has no room for one more call; null when none is left, which is as good as busy.</summary>
    private Verdict.Ring? Admitted(Verdict.Ring ring, Call ringing)
    {
        var sites = ring.Extensions.Distinct().ToDictionary(e => e, e => services.Directory.Find(e)?.Site);
        var open = place.EnterTo(sites.Values.OfType<SiteId>());
        EmployeeId[] admitted = [.. ring.Extensions.Where(e => sites[e] is not { } site || open.Contains(site))];
        if (admitted.Length == ring.Extensions.Count)
        {
            return ring;
        }

        services.Meter.Refused("site_full");
        _story.Remark(ringing.TargetCompany, Kept("The called site has as many calls as it may have at a time."));
        return admitted.Length > 0 ? ring with { Extensions = admitted } : null;
    }

    private void Refuse(RoutingDecision decision)
    {
        var refuse = decision.Verdict as Verdict.Refuse
            ?? new Verdict.Refuse(480, "Temporarily Unavailable", Kept("It rang many times in a row without an answer."));
        if (!caller.Reject(refuse.StatusCode, refuse.Phrase))
        {
            Abandon();
            return;
        }

        var result = decision.Call.RangFor switch
        {
            RingOutcome.Busy => CallResult.Busy,
            RingOutcome.Declined => CallResult.Declined,
            RingOutcome.NoAnswer => CallResult.NoAnswer,
            RingOutcome.NotReachable => CallResult.NotRegistered,
            _ => refuse.StatusCode is 404 or 484 ? CallResult.UnknownNumber : CallResult.Refused,
        };
        _story.Ended(result, refuse.StatusCode, result is CallResult.Busy or CallResult.Declined ? CallStory.Called : CallStory.System, null);
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

    private async Task<RingEnd> RingAsync(Verdict.Ring ring, Call ringing)
    {
        var endpoints = ring.Extensions.Distinct().SelectMany(services.Endpoints.Of).ToArray();
        if (endpoints.Length == 0)
        {
            return new RingEnd.Unanswered(RingOutcome.NotReachable);
        }

        var legs = Array.ConvertAll(endpoints, endpoint => CreateLeg(endpoint, ringing));
        _story.Rings(ringing.Called ?? endpoints[0].Owner.ToParty(), endpoints[0].Owner.Company);
        var end = RingEnd.Of(await _talk.RingAsync(legs, ring.Timeout), legs, endpoints);
        if (end is not RingEnd.Answered)
        {
            await Task.Yield();
        }

        return end;
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
        var identity = CallerPresentation.AnsweredBy(ringing, owner, owner.ToParty());
        await _talk.ConnectAsync(answered.Result, answer =>
            answer.Headers.Add(SipHeaderName.PAssertedIdentity, LegInvite.Party(identity, call.Domain).ToString()));
        _talk.LimitTo(services.Options.LongestCall);
        var end = await _talk.Ended;
        if (end is { By: { } leg, How: { } how })
        {
            Note(how, byCaller: leg == caller);
        }
        else
        {
            _story.Ended(CallResult.Answered, 200, CallStory.System, _stopped
                ? Kept("The telephone system was stopped.")
                : Kept("The call had lasted as long as a call may, so it was ended."));
        }
    }

    private void Note(SessionEnd end, bool byCaller)
    {
        var side = byCaller ? CallStory.Caller : CallStory.Called;
        var who = call.Caller.Name;
        switch (end.Cause)
        {
            case SessionEndCause.RemoteBye:
                _story.Ended(CallResult.Answered, 200, side, null);
                break;
            case SessionEndCause.NotEstablished:
                // The CANCEL and the answer crossed: for the caller the call never was.
                _story.NeverAnswered();
                _story.Ended(CallResult.CallerHungUp, NotAnswered.StatusCode, CallStory.Caller, Kept("The caller hung up before anybody answered."));
                break;
            case SessionEndCause.AckMissing:
                _story.Ended(CallResult.Answered, 200, CallStory.System, byCaller
                    ? Kept($"The telephone of {who} never confirmed the answer, so the call was ended.")
                    : Kept("The called telephone never confirmed the answer, so the call was ended."));
                break;
            default:
                _story.Ended(CallResult.Answered, 200, CallStory.System, byCaller
                    ? Kept($"The telephone of {who} gave no sign of life any more, so the call was ended.")
                    : Kept("The called telephone gave no sign of life any more, so the call was ended."));
                break;
        }
    }
}
