using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

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

    public int Version { get; set; }

    public void SwitchOn(string destination) => (IsOn, Destination) = (true, destination);

    public void SwitchOff() => IsOn = false;
}
