using Portal.Telephony.Contracts;

namespace NumberBlock.Treatments;

/// <summary>Ends a call to a blocked number before anything rings, whoever dialled or forwarded there.</summary>
internal sealed class RefuseBlockedNumbers(BlockedNumbers numbers) : ICallTreatment
{
    public Verdict? Treat(Call call) => numbers.Contains(call.Company, call.Target)
        ? new Verdict.Refuse(403, "Forbidden", Kept($"{call.Target} is blocked for everyone in the company."))
        : null;
}
