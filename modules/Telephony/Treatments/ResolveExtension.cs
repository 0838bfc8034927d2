using Portal.Extensions.Contracts;
using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Treatments;

/// <summary>From a number to the extension that has it, inside one company only: the caller's, or the one that diverts the call.</summary>
internal sealed class ResolveExtension(IExtensionDirectory directory) : ICallTreatment
{
    public Verdict? Treat(Call call) =>
        call.Called is null && directory.FindExtension(call.TargetDomain, call.Target) is { } entry && entry.Company == call.TargetCompany
            ? new Verdict.Continue(Kept($"{entry.Number} belongs to {entry.DisplayName}.")) { Called = entry.ToParty() }
            : null;
}

/// <summary>Every step that could know the number has been asked.</summary>
internal sealed class UnknownNumber : ICallTreatment
{
    public Verdict? Treat(Call call) => call switch
    {
        { Called: not null } => null,
        { DialledE164: not null, Diversions.Count: 0 } => new Verdict.Refuse(480, "Temporarily Unavailable", Kept($"{call.Target} is the number of a group that takes no calls yet.")),
        { Target.Length: 0 } => new Verdict.Refuse(484, "Address Incomplete", Kept("No number was dialled, or none that can be read.")),
        _ => new Verdict.Refuse(404, "Not Found", Kept($"Nobody has the number {call.Target}.")),
    };
}

/// <summary>A pending or inactive employee has a number, but no calls arrive there.</summary>
internal sealed class CalledMayReceive(IExtensionDirectory directory) : ICallTreatment
{
    public Verdict? Treat(Call call) =>
        call.Called?.Employee is { } employee && directory.Find(employee) is { MayReceive: false } entry
            ? new Verdict.Refuse(480, "Temporarily Unavailable", Kept($"{entry.DisplayName} receives no calls: the employee is not active."))
            : null;
}
