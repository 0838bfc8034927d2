using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Telephony.Contracts;

namespace Portal.Forwarding.Treatments;

/// <summary>Unconditional forwarding (FW1), always or as a schedule says.</summary>
internal sealed class ForwardAlways(ForwardingSnapshot snapshot, IExtensionDirectory directory) : ICallTreatment
{
    public Verdict? Treat(Call call)
    {
        if (call.Called is not { Employee: { } employee } called)
        {
            return null;
        }

        if (!snapshot.TryGetDestination(employee, call.At, out var destination))
        {
            return snapshot.WaitsFor(employee, call.At) is { } schedule
                ? new Verdict.Continue(!snapshot.MayFollowSchedules(employee)
                    ? Kept($"{called.Name} forwards calls by the schedule {schedule.Name}, but schedules are switched off for the site: no forwarding.")
                    : Kept($"{called.Name} forwards calls by the schedule {schedule.Name}, but not at this time."))
                : null;
        }

        var target = directory.FindExtension(call.TargetDomain, destination);
        // The person who takes the calls must be able to reach the one they are taken for; their own telephone would ring instead.
        if (call.Diversions.Count == 0 && target is not null && target.Employee == call.Caller.Employee)
        {
            return new Verdict.Continue(Kept($"{called.Name} forwards all calls to {target.DisplayName}, who is the one calling: no forwarding."));
        }

        return new Verdict.Forward(destination, "unconditional",
            target is null
                ? Kept($"{called.Name} forwards all calls to {destination}.")
                : Kept($"{called.Name} forwards all calls to {destination} ({target.DisplayName})."));
    }
}
