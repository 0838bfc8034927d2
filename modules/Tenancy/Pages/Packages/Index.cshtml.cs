using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Packages;

/// <summary>The catalogue of feature packages and add-ons.</summary>
[Needs(TenancyModule.ViewPackages)]
internal sealed class IndexModel(Catalogue catalogue, FeatureSnapshot snapshot, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("packages", "packages")
        .Search("Search name or description")
        .Column("name", "Name", sort: true).Column("for", "For", sort: true).Column("kind", "Kind", sort: true)
        .Column("features", "Features", number: true).Column("companies", "Companies", number: true).Column("owner", "Made by")
        .Filter("for", "For", ("site", "Sites"), ("user", "Employees"))
        .Filter("kind", "Kind", ("package", "Packages"), ("add-on", "Add-ons"))
        .SortedBy("name");

    public PagedList<PackageRow> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Feature packages");
        Head.Lead = T("What features are sold under which name, to sites and to employees.");
        Head.PrimaryAction = Add = access.AllowsSomewhere(TenancyModule.ChangePackages) && catalogue.Owner is not null
            ? new Link(T("New package"), "/packages/new", "plus")
            : null;
        var query = Shape.Read(Request);
        var packages = catalogue.Visible.AsNoTracking();
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            packages = packages.Where(p => EF.Functions.Like(p.NameKey, pattern, SearchText.Escape) || EF.Functions.Like(p.Summary.ToLower(), pattern, SearchText.Escape));
        }

        packages = query["for"] switch
        {
            "site" => packages.Where(p => p.Scope == FeatureScope.Site),
            "user" => packages.Where(p => p.Scope == FeatureScope.User),
            _ => packages,
        };
        packages = query["kind"] switch
        {
            "package" => packages.Where(p => p.Kind == PackageKind.Package),
            "add-on" => packages.Where(p => p.Kind == PackageKind.AddOn),
            _ => packages,
        };
        var total = await packages.CountAsync(ct);
        var rows = await Sorted(packages, query).Skip(query.Skip).Take(query.Size).ToListAsync(ct);
        List = new PagedList<PackageRow>(query, [.. rows.Select(p => new PackageRow(
            p.Id, p.Name, p.Summary, p.Scope, p.Kind, Words.Read(p.Features).Count, snapshot.CompaniesWith(p.Id), p.Owner == default))], total);
        return FragmentOrPage("_Packages");
    }

    private static IQueryable<FeaturePackage> Sorted(IQueryable<FeaturePackage> packages, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("for", false) => packages.OrderBy(p => p.Scope).ThenBy(p => p.NameKey).ThenBy(p => p.Id),
        ("for", true) => packages.OrderByDescending(p => p.Scope).ThenBy(p => p.NameKey).ThenBy(p => p.Id),
        ("kind", false) => packages.OrderBy(p => p.Kind).ThenBy(p => p.NameKey).ThenBy(p => p.Id),
        ("kind", true) => packages.OrderByDescending(p => p.Kind).ThenBy(p => p.NameKey).ThenBy(p => p.Id),
        (_, true) => packages.OrderByDescending(p => p.NameKey).ThenBy(p => p.Id),
        _ => packages.OrderBy(p => p.NameKey).ThenBy(p => p.Id),
    };
}

internal sealed record PackageRow(
    FeaturePackageId Id, string Name, string Summary, FeatureScope Scope, PackageKind Kind, int Features, int Companies, bool IsPlatforms);
