using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Domain;

/// <summary>
/// Unconditional forwarding of one employee. Switched off it keeps its destination, so that switching on again is one press.
/// </summary>
[PartOf(nameof(EmployeeId))]
internal sealed class ForwardingRule : ICompanyOwned, IVersioned
{
    public EmployeeId EmployeeId { get; init; }

    public CompanyId CompanyId { get; init; }

    public bool IsOn { get; private set; }

    /// <summary>An internal number of the same company.</summary>
    public string Destination { get; private set; } = "";

    /// <summary>Null for always, as it was before there were schedules.</summary>
    public ForwardWhen? When { get; private set; }

    public ScheduleId? ScheduleId { get; private set; }

    public int Version { get; set; }

    public ForwardCondition Condition => new(When ?? ForwardWhen.Always, ScheduleId);

    public void SwitchOn(string destination, ForwardCondition condition) =>
        (IsOn, Destination, When, ScheduleId) = (true, destination, condition.IsAlways ? null : condition.When, condition.IsAlways ? null : condition.Schedule);

    public void SwitchOff() => IsOn = false;
}
