using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>
/// Looks for somebody who answers: does what the routing decided, rings, asks the routing again, until there is an answer or nobody is left. What is rung,
/// and for whom, is told by <paramref name="ring"/>.
/// </summary>
internal sealed class Hunt(CallStory story, LiveCalls.Place place, CallServices services, Hunt.Ring ring)
{
    internal delegate Task<RingEnd> Ring(RegisteredEndpoint[] endpoints, Call ringing, TimeSpan time);

    // Rules that ring again and again without end are stopped here; diversions are limited by the routing.
    private const int MostRingings = 10;

    internal static readonly string NoCommonCodec = Kept("The telephones have no codec in common.");

    /// <summary>How it ended, null when nobody is left to ring; and the decision it came to, whose refusal tells why (<see cref="Refusal"/>).</summary>
    public async Task<(RingEnd? End, RoutingDecision Decision)> RunAsync(RoutingDecision decision)
    {
        for (var ringing = 0; ; ringing++)
        {
            story.Decided(decision);
            if (decision.Verdict is not Verdict.Ring verdict || ringing == MostRingings)
            {
                return (null, decision);
            }

            if (Admitted(verdict, decision.Call) is not { } admitted)
            {
                decision = services.Routing.DecideUnanswered(decision.Call, RingOutcome.Busy);
                continue;
            }

            switch (await RingAsync(admitted, decision.Call))
            {
                case RingEnd.Deflected { Endpoint.Owner: var owner, Target: var target }:
                    decision = services.Routing.Divert(decision.Call, new Verdict.Forward(target, "deflection",
                        Kept($"{owner.DisplayName}'s telephone forwarded the call to {target}.")));
                    break;

                case RingEnd.Unanswered { Outcome: var outcome }:
                    decision = services.Routing.DecideUnanswered(decision.Call, outcome);
                    break;

                case var end:
                    return (end, decision);
            }
        }
    }

    /// <summary>What to tell the caller when nobody is left, and what the record says.</summary>
    public static (Verdict.Refuse Refuse, CallResult Result) Refusal(RoutingDecision decision)
    {
        var refuse = decision.Verdict as Verdict.Refuse
            ?? new Verdict.Refuse(480, "Temporarily Unavailable", Kept("It rang many times in a row without an answer."));
        var result = decision.Call.RangFor switch
        {
            RingOutcome.Busy => CallResult.Busy,
            RingOutcome.Declined => CallResult.Declined,
            RingOutcome.NoAnswer => CallResult.NoAnswer,
            RingOutcome.NotReachable => CallResult.NotRegistered,
            _ => refuse.StatusCode is 404 or 484 ? CallResult.UnknownNumber : CallResult.Refused,
        };
        return (refuse, result);
    }

    /// <summary>Without the extensions whose site has no room for one more call; null when none is left, which is as good as busy.</summary>
    private Verdict.Ring? Admitted(Verdict.Ring verdict, Call ringing)
    {
        var sites = verdict.Extensions.Distinct().ToDictionary(e => e, e => services.Directory.Find(e)?.Site);
        var open = place.EnterTo(sites.Values.OfType<SiteId>());
        EmployeeId[] admitted = [.. verdict.Extensions.Where(e => sites[e] is not { } site || open.Contains(site))];
        if (admitted.Length == verdict.Extensions.Count)
        {
            return verdict;
        }

        services.Meter.Refused("site_full");
        story.Remark(ringing.TargetCompany, Kept("The called site has as many calls as it may have at a time."));
        return admitted.Length > 0 ? verdict with { Extensions = admitted } : null;
    }

    private async Task<RingEnd> RingAsync(Verdict.Ring verdict, Call ringing)
    {
        var endpoints = verdict.Extensions.Distinct().SelectMany(services.Endpoints.Of).ToArray();
        if (endpoints.Length == 0)
        {
            return new RingEnd.Unanswered(RingOutcome.NotReachable);
        }

        story.Rings(ringing.Called ?? endpoints[0].Owner.ToParty(), endpoints[0].Owner.Company);
        var end = await ring(endpoints, ringing, verdict.Timeout);
        if (end is not RingEnd.Answered)
        {
            // The treatments are asked again, a plugin's among them: not on the thread that receives.
            await Task.Yield();
        }

        return end;
    }
}
