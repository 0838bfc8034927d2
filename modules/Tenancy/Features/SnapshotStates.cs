using System.Collections.Frozen;
using Portal.Modularity;
using Portal.Modularity.Features;
using Portal.Tenancy.Domain.Features;

namespace Portal.Tenancy.Features;

/// <summary>A row as a commit left it.</summary>
internal interface ICommitted
{
    int Version { get; }
}

internal sealed record PackageState(
    int Version, FeaturePackageId Id, PartnerId Owner, FeatureScope Scope, PackageKind Kind, string Name, string Summary, FrozenSet<string> Features) : ICommitted
{
    public bool IsGone { get; init; }
}

internal sealed record OfferingState(
    int Version, IReadOnlyList<FeaturePackageId> Packages, FeaturePackageId? StandardForSites, FeaturePackageId? StandardForEmployees) : ICommitted
{
    public FeaturePackageId? Standard(FeatureScope scope) => scope == FeatureScope.Site ? StandardForSites : StandardForEmployees;
}

internal sealed record HeldState(int Version, FeaturePackageId? Package, IReadOnlyList<FeaturePackageId> AddOns) : ICommitted;

internal sealed record SwitchState(int Version, FrozenSet<string> Off, FrozenSet<string> On, FrozenSet<string> AdminDenied) : ICommitted
{
    public static SwitchState None { get; } = new(0, FrozenSet<string>.Empty, FrozenSet<string>.Empty, FrozenSet<string>.Empty);
}

/// <summary>A line of a feature assignment.</summary>
/// <param name="Anyway">How it would stand if nothing were decided here.</param>
/// <param name="Locked">What lies above this assignment and forbids the feature; <see cref="FeatureOff.No"/>: nothing.</param>
/// <param name="Reason">Why it is off, in the reader's language.</param>
/// <param name="AdminMayChange">Group administrators may change it.</param>
/// <param name="DeniedAbove">They may not, because it was denied for the whole site.</param>
internal sealed record FeatureChoice(
    Feature Feature, bool Assigned, bool Anyway, FeatureOff Locked, string Reason, bool AdminMayChange, bool DeniedAbove);
