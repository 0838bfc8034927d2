using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Features;

namespace Portal.Tenancy.Domain.Features;

/// <summary>Which packages a company may use, and which its sites and employees have that were given none. No row: no packages, features follow their defaults.</summary>
internal sealed class CompanyOffering : ICompanyOwned, IVersioned
{
    public CompanyId CompanyId { get; init; }

    /// <summary>Ids of packages and add-ons.</summary>
    public string Packages { get; private set; } = "";

    public FeaturePackageId? StandardForSites { get; private set; }

    public FeaturePackageId? StandardForEmployees { get; private set; }

    public int Version { get; set; }

    public void Apply(IEnumerable<FeaturePackageId> packages, FeaturePackageId? sites, FeaturePackageId? employees) =>
        (Packages, StandardForSites, StandardForEmployees) = (Words.Write(packages), sites, employees);
}

/// <summary>The package and add-ons of one site or employee. No row: the company's standard package.</summary>
internal sealed class PackageAssignment : ICompanyOwned, IVersioned
{
    /// <summary>The id of the site or employee.</summary>
    public Guid HolderId { get; init; }

    public CompanyId CompanyId { get; init; }

    public FeatureScope Scope { get; init; }

    /// <summary>Null: the company's standard package.</summary>
    public FeaturePackageId? Package { get; private set; }

    public string AddOns { get; private set; } = "";

    public int Version { get; set; }

    public void Apply(FeaturePackageId? package, IEnumerable<FeaturePackageId> addOns) => (Package, AddOns) = (package, Words.Write(addOns));
}

/// <summary>
/// What was decided feature by feature for a site (its own features, and what its employees may use) or for an employee (TE13),
/// and which features group administrators may not change there (ID7). No row: nothing was decided.
/// </summary>
internal sealed class FeatureAssignment : ICompanyOwned, IVersioned
{
    public Guid HolderId { get; init; }

    public CompanyId CompanyId { get; init; }

    public FeatureScope Scope { get; init; }

    public string SwitchedOff { get; private set; } = "";

    /// <summary>Only what would be off without it.</summary>
    public string SwitchedOn { get; private set; } = "";

    public string AdminDenied { get; private set; } = "";

    public int Version { get; set; }

    /// <param name="anyway">How the feature would stand if nothing were decided here: that needs no word.</param>
    public void Assign(string key, bool on, bool anyway)
    {
        SwitchedOff = Words.With(SwitchedOff, key, !on && anyway);
        SwitchedOn = Words.With(SwitchedOn, key, on && !anyway);
    }

    public void AllowAdmin(string key, bool allowed) => AdminDenied = Words.With(AdminDenied, key, !allowed);
}
