using System.ComponentModel.DataAnnotations;
using Portal.Modularity.Features;
using Portal.Tenancy.Domain.Features;

namespace Portal.Tenancy.Pages.Packages;

/// <summary>The fields of a package as a browser sends them.</summary>
internal sealed class PackageForm
{
    [Required(ErrorMessage = "Give the package a name.")]
    public string? Name { get; set; }

    [DataType(DataType.MultilineText)]
    public string? Summary { get; set; }

    public string[] Features { get; set; } = [];

    public int Version { get; set; }

    public static PackageForm From(FeaturePackage package) => new()
    {
        Name = package.Name,
        Summary = package.Summary,
        Features = [.. Words.Read(package.Features)],
        Version = package.Version,
    };

    public PackageContent Content() => new(Name ?? "", Summary ?? "", Features);
}

/// <param name="Offered">The features that can be in it.</param>
internal sealed record PackageFields(PackageForm Input, IReadOnlyList<Feature> Offered);
