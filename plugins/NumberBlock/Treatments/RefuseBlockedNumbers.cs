using Portal.Telephony.Contracts;

namespace NumberBlock.Treatments;

/// <summary>Ends a call to a blocked number before anything rings, whoever dialled or forwarded there.</summary>
internal sealed class RefuseBlockedNumbers(BlockedNumbers numbers) : ICallTreatment
{
    public Verdict? Treat(Call call) => numbers.Contains(call.Company, call.Target)
        ? new Verdict.Refuse(403, "Forbidden", Kept($"{call.Target} is blocked for everyone in the company."))
        : null;
}

/// <summary>The same for the people of one site, where the site has the feature.</summary>
internal sealed class RefuseSiteBlockedNumbers(BlockedNumbers numbers) : ICallTreatment
{
    public Verdict? Treat(Call call) => call.Caller.Site is { } site && numbers.Contains(site, call.Target)
        ? new Verdict.Refuse(403, "Forbidden", Kept($"{call.Target} is blocked for the site of {call.Caller.Name}."))
        : null;
}
