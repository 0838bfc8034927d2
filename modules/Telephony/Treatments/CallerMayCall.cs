using Portal.Extensions.Contracts;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Treatments;

/// <summary>Only extensions of the company call, and only while they and their company may.</summary>
internal sealed class CallerMayCall(IExtensionDirectory directory) : ICallTreatment
{
    public Verdict? Treat(Call call)
    {
        if (call.Caller.Employee is not { } employee || directory.Find(employee) is not { } entry || entry.Company != call.Company)
        {
            return new Verdict.Refuse(403, "Forbidden", Kept("The caller is not an extension of this company."));
        }

        return entry.MayCall
            ? null
            : new Verdict.Refuse(403, "Forbidden", Kept($"{entry.DisplayName} may not make calls: the employee is switched off or the company is suspended."));
    }
}
