using Portal.Sip;
using Portal.Sip.BackToBack;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>How a ringing ended, in the words of the routing.</summary>
internal abstract record RingEnd
{
    public sealed record Answered(RegisteredEndpoint Endpoint, RingingResult Result) : RingEnd;

    public sealed record Unanswered(RingOutcome Outcome) : RingEnd;

    /// <summary>A telephone sent the call elsewhere (a 3xx): its user pressed "forward".</summary>
    public sealed record Deflected(RegisteredEndpoint Endpoint, string Target) : RingEnd;

    /// <summary>A telephone was reached and cannot take this call, whoever it is for: no common codec.</summary>
    public sealed record Incompatible(int StatusCode) : RingEnd;

    /// <summary>Nobody waits for an answer any more: the caller hung up, or the call was ended from outside.</summary>
    public sealed record Abandoned : RingEnd;

    /// <param name="legs">The legs rung, each to the endpoint of the same place.</param>
    public static RingEnd Of(RingingResult result, InviteUacSession[] legs, RegisteredEndpoint[] endpoints) => result.End switch
    {
        RingingEnd.Answered => new Answered(endpoints[Array.IndexOf(legs, result.Leg)], result),
        RingingEnd.Abandoned => new Abandoned(),
        RingingEnd.NoAnswer => new Unanswered(result.Rang ? RingOutcome.NoAnswer : RingOutcome.NotReachable),
        _ => Judge(result.Refusals, legs, endpoints),
    };

    /// <summary>What the refusals of all telephones together mean, the one that says most about the person first.</summary>
    private static RingEnd Judge(IReadOnlyList<(InviteUacSession Leg, SipResponse Response)> refusals, InviteUacSession[] legs, RegisteredEndpoint[] endpoints)
    {
        foreach (var (leg, response) in refusals)
        {
            if (response.StatusCode is 301 or 302 && response.Contact is { } contact && DialledNumber.Of(contact.Uri) is { Length: > 0 } target)
            {
                return new Deflected(endpoints[Array.IndexOf(legs, leg)], target);
            }
        }

        var codes = refusals.Select(r => r.Response.IsLocallyGenerated ? 0 : r.Response.StatusCode).ToArray();
        if (codes.Any(c => c is 603 or 607 or 608))
        {
            return new Unanswered(RingOutcome.Declined);
        }

        if (codes.Any(c => c is 486 or 600))
        {
            return new Unanswered(RingOutcome.Busy);
        }

        return codes.FirstOrDefault(c => c is 415 or 488 or 606) is > 0 and var incompatible
            ? new Incompatible(incompatible)
            : new Unanswered(RingOutcome.NotReachable);
    }
}
