using System.ComponentModel;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain.Features;

[TypeConverter(typeof(IdTypeConverter<FeaturePackageId>))]
internal readonly record struct FeaturePackageId(Guid Value) : IId<FeaturePackageId>
{
    public static FeaturePackageId From(Guid value) => new(value);
    public static FeaturePackageId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}

internal enum PackageKind
{
    /// <summary>What a site or employee has one of.</summary>
    Package,

    /// <summary>What comes on top, as many as wanted.</summary>
    AddOn,
}

/// <summary>A collection of features that is sold under one name, to sites or to employees (TE10). Belongs to the catalogue, not to a company.</summary>
internal sealed class FeaturePackage : IVersioned
{
    public const int LongestName = 60, LongestSummary = 300;

    public FeaturePackageId Id { get; init; } = FeaturePackageId.New();

    /// <summary>The partner whose package it is; all zeros: the platform's own, for every company.</summary>
    public PartnerId Owner { get; init; }

    public FeatureScope Scope { get; init; }

    public PackageKind Kind { get; init; }

    public string Name { get; private set; } = "";

    /// <summary>The name in lower case: unique in the owner's catalogue.</summary>
    public string NameKey { get; private set; } = "";

    public string Summary { get; private set; } = "";

    /// <summary>Keys of features, see <see cref="Words"/>. One that no module declares any more stays, and is of no effect.</summary>
    public string Features { get; private set; } = "";

    public int Version { get; set; }

    public void Apply(string name, string summary, IEnumerable<string> features) =>
        (Name, NameKey, Summary, Features) = (name, name.ToLowerInvariant(), summary, Words.Write(features));

    public static IEnumerable<Problem> Problems(string name, string summary) =>
        [.. Limits.Required("Name", name, LongestName, T("Give the package a name.")), .. Limits.Optional("Summary", summary, LongestSummary)];
}
