using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Treatments;

/// <summary>Rings all telephones of the called extension at once.</summary>
internal sealed class RingOwnTelephones(RegisteredEndpoints endpoints, TelephonyOptions options) : ICallTreatment
{
    public Verdict? Treat(Call call)
    {
        if (call.Called is not { Employee: { } employee } called)
        {
            return null;
        }

        var telephones = endpoints.CountOf(employee);
        var reason = telephones switch
        {
            0 => Kept($"No telephone of {called.Name} is registered."),
            1 => Kept($"{called.Name}'s telephone rings."),
            _ => Kept($"{called.Name}'s {telephones} telephones ring."),
        };
        return new Verdict.Ring([employee], options.RingTime, reason);
    }
}

/// <summary>What a call comes to when nothing else was set for it.</summary>
internal sealed class EndUnanswered : ICallTreatment
{
    public Verdict? Treat(Call call)
    {
        var who = call.Called?.Name is { Length: > 0 } name ? name : call.Target;
        return call.RangFor switch
        {
            RingOutcome.Busy => new Verdict.Refuse(486, "Busy Here", Kept($"{who} is busy.")),
            RingOutcome.Declined => new Verdict.Refuse(603, "Decline", Kept($"{who} declined the call.")),
            RingOutcome.NoAnswer => new Verdict.Refuse(480, "Temporarily Unavailable", Kept($"{who} did not answer.")),
            RingOutcome.NotReachable => new Verdict.Refuse(480, "Temporarily Unavailable", Kept($"{who} cannot be reached.")),
            _ => null,
        };
    }
}
