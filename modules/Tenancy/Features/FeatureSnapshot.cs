using System.Collections.Concurrent;
using System.Collections.Frozen;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Features;

namespace Portal.Tenancy.Features;

/// <summary>
/// Packages, offerings and assignments in memory. Each row is taken over after its commit; two commits that report in the
/// other order leave the later version, so what is read here ends as what the database says.
/// </summary>
internal sealed class FeatureSnapshot(FeatureRegistry registry) : IFeatureAssignments, IPlaces
{
    private readonly ConcurrentDictionary<FeaturePackageId, PackageState> _packages = new();
    private readonly ConcurrentDictionary<CompanyId, OfferingState> _offerings = new();
    private readonly ConcurrentDictionary<Guid, HeldState> _held = new();
    private readonly ConcurrentDictionary<Guid, SwitchState> _switches = new();
    private readonly ConcurrentDictionary<SiteId, CompanyId> _sites = new();

    public FeatureState Of(string key, ObjectScope at)
    {
        if (registry.Find(key) is not { } feature)
        {
            return new FeatureState(null, FeatureOff.Unknown);
        }

        var mine = feature.Scope == FeatureScope.User;
        var packages = PackagesOf(feature.Scope, at);
        var contained = packages.Any(p => p.Features.Contains(key));
        var site = SwitchesOf(at.Site?.Value);
        var own = mine ? SwitchesOf(at.Employee?.Value) : SwitchState.None;
        var off = !contained && packages.Any(p => p.Kind == PackageKind.Package) ? FeatureOff.NotInPackage
            : site.Off.Contains(key) ? FeatureOff.ForSite
            : own.Off.Contains(key) ? FeatureOff.ForEmployee
            : contained || feature.OnByDefault || site.On.Contains(key) || own.On.Contains(key) ? FeatureOff.No
            : FeatureOff.ByDefault;
        return new FeatureState(
            feature, off, off == FeatureOff.NotInPackage ? string.Join(" + ", packages.Select(p => p.Name)) : "",
            !site.AdminDenied.Contains(key) && !own.AdminDenied.Contains(key));
    }

    public string PackagesOf(ObjectScope at) =>
        string.Join(" + ", PackagesOf(at.Employee is null ? FeatureScope.Site : FeatureScope.User, at).Select(p => p.Name));

    /// <summary>How the feature stands in the feature assignment of a site or employee: its check boxes, and what locks them.</summary>
    public FeatureChoice ChoiceOf(Feature feature, FeatureHolder holder, ObjectScope at)
    {
        var own = SwitchesOf(holder.Id);
        var allowed = !own.AdminDenied.Contains(feature.Key);
        if (feature.Scope != holder.Scope)
        {
            // What a site's employees may use: each has a package of their own, so any package of the company counts.
            var anyway = feature.OnByDefault
                || (at.Company is { } company && OfferedTo(company).Any(p => p.Features.Contains(feature.Key)));
            return new FeatureChoice(feature, !own.Off.Contains(feature.Key) && (anyway || own.On.Contains(feature.Key)), anyway, FeatureOff.No, "", allowed, false);
        }

        var state = Of(feature.Key, at);
        var without = feature.OnByDefault || PackagesOf(feature.Scope, at).Any(p => p.Features.Contains(feature.Key))
            || (holder.Scope == FeatureScope.User && SwitchesOf(at.Site?.Value).On.Contains(feature.Key));
        var locked = state.Off is FeatureOff.NotInPackage || (holder.Scope == FeatureScope.User && state.Off == FeatureOff.ForSite) ? state.Off : FeatureOff.No;
        var deniedAbove = holder.Scope == FeatureScope.User && SwitchesOf(at.Site?.Value).AdminDenied.Contains(feature.Key);
        return new FeatureChoice(feature, state.IsOn, without, locked, state.Reason, allowed && !deniedAbove, deniedAbove);
    }

    /// <summary>What the holder has: the own package or else the company's standard one, then the add-ons.</summary>
    public IReadOnlyList<PackageState> PackagesOf(FeatureScope scope, ObjectScope at)
    {
        var holder = scope == FeatureScope.Site ? at.Site?.Value : at.Employee?.Value;
        var held = holder is { } id ? _held.GetValueOrDefault(id) : null;
        var standard = at.Company is { } company ? _offerings.GetValueOrDefault(company)?.Standard(scope) : null;
        var ids = held is null ? [] : held.AddOns;
        return (held?.Package ?? standard) is { } package ? Known([package, .. ids]) : Known(ids);
    }

    /// <summary>The package that holders without one of their own have; null: features follow their defaults.</summary>
    public PackageState? StandardOf(CompanyId company, FeatureScope scope) =>
        _offerings.GetValueOrDefault(company)?.Standard(scope) is { } id ? _packages.GetValueOrDefault(id) : null;

    public IReadOnlyList<PackageState> OfferedTo(CompanyId company) => Known(_offerings.GetValueOrDefault(company)?.Packages ?? []);

    /// <summary>How many companies may use the package.</summary>
    public int CompaniesWith(FeaturePackageId package) => _offerings.Values.Count(o => o.Packages.Contains(package));

    public ObjectScope? Find(SiteId site) => _sites.TryGetValue(site, out var company) ? new ObjectScope(company, site) : null;

    public void Apply(Site site) => _sites[site.Id] = site.CompanyId;

    public void Apply(SiteSummary site) => _sites[site.Id] = site.CompanyId;

    public void Apply(FeaturePackage package) => Later(_packages, package.Id, new PackageState(
        package.Version, package.Id, package.Owner, package.Scope, package.Kind, package.Name, package.Summary, Words.Read(package.Features).ToFrozenSet()));

    /// <summary>The row is gone; a change that was committed before and reports after finds a later version.</summary>
    public void Forget(FeaturePackage package) => Later(_packages, package.Id, new PackageState(
        int.MaxValue, package.Id, package.Owner, package.Scope, package.Kind, package.Name, "", FrozenSet<string>.Empty) { IsGone = true });

    public void Apply(CompanyOffering offering) => Later(_offerings, offering.CompanyId, new OfferingState(
        offering.Version, Words.Ids(offering.Packages), offering.StandardForSites, offering.StandardForEmployees));

    public void Apply(PackageAssignment held) => Later(_held, held.HolderId, new HeldState(held.Version, held.Package, Words.Ids(held.AddOns)));

    public void Apply(FeatureAssignment switches) => Later(_switches, switches.HolderId, new SwitchState(
        switches.Version, Words.Read(switches.SwitchedOff).ToFrozenSet(), Words.Read(switches.SwitchedOn).ToFrozenSet(), Words.Read(switches.AdminDenied).ToFrozenSet()));

    private SwitchState SwitchesOf(Guid? holder) => holder is { } id ? _switches.GetValueOrDefault(id, SwitchState.None) : SwitchState.None;

    private IReadOnlyList<PackageState> Known(IEnumerable<FeaturePackageId> ids) =>
        [.. ids.Select(id => _packages.GetValueOrDefault(id)).OfType<PackageState>().Where(p => !p.IsGone)];

    private static void Later<TKey, TState>(ConcurrentDictionary<TKey, TState> states, TKey key, TState state) where TKey : notnull where TState : ICommitted =>
        states.AddOrUpdate(key, state, (_, known) => known.Version > state.Version ? known : state);
}
