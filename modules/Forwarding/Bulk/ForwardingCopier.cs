using Microsoft.EntityFrameworkCore;
using Portal.Forwarding.Data;
using Portal.Forwarding.Domain;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;

namespace Portal.Forwarding.Bulk;

/// <summary>What is set in an employee's unconditional forwarding.</summary>
/// <param name="Destination">Kept while it is off; empty when none was ever set.</param>
internal sealed record ForwardingSettings(bool IsOn, string Destination, ForwardCondition Condition = default) : IFeatureSettings
{
    public IEnumerable<Problem> Problems() => IsOn && Destination.Length == 0 ? [new Problem("Destination", SetForwardingHandler.NoDestination)] : [];
}

/// <summary>Gives one employee the forwarding of another. Where it makes no sense for the target, such as to their own extension, it is refused.</summary>
internal sealed class ForwardingCopier(ForwardingDb db, SetForwardingHandler forwarding) : IFeatureCopier
{
    public async Task<Outcome> CopyAsync(FeatureHolder from, FeatureHolder to, CancellationToken ct)
    {
        var (source, target) = (from.Employee, to.Employee);
        var rule = await db.Rules.AsNoTracking().SingleOrDefaultAsync(r => r.EmployeeId == source, ct);
        var settings = new ForwardingSettings(rule?.IsOn == true, rule?.Destination ?? "", rule?.Condition ?? ForwardCondition.Always);
        var version = await db.Rules.Where(r => r.EmployeeId == target).Select(r => r.Version).SingleOrDefaultAsync(ct);
        var outcome = await forwarding.Handle(new SetForwarding(target, settings.IsOn, settings.Destination, version, settings.Condition), ct);
        return new Outcome(outcome.Kind, outcome.Problems);
    }
}
