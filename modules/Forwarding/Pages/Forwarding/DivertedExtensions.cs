using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;

namespace Portal.Forwarding.Pages.Forwarding;

/// <summary>An employee whose calls go elsewhere.</summary>
/// <param name="TargetName">Null when nobody has the destination.</param>
internal sealed record DivertedExtension(EmployeeId Employee, string Number, string Name, string Destination, string? TargetName, string Domain, SiteId Site);

/// <summary>Who of the viewer's people is diverted, as the switch has it.</summary>
internal sealed class DivertedExtensions(ForwardingSnapshot snapshot, IExtensionDirectory directory, IFeatureAssignments features, IAccess access, TimeProvider clock)
{
    public IEnumerable<DivertedExtension> InReach()
    {
        foreach (var (employee, destination) in snapshot.Diverted(clock.GetUtcNow()))
        {
            if (directory.Find(employee) is { } entry && new ObjectScope(entry.Company, entry.Site, employee) is var at
                && access.Allows(ForwardingModule.ViewKey, at) && features.Of(ForwardingModule.AlwaysKey, at).IsOn)
            {
                yield return new DivertedExtension(
                    employee, entry.Number, entry.DisplayName, destination, directory.FindExtension(entry.Domain, destination)?.DisplayName, entry.Domain, entry.Site);
            }
        }
    }
}
