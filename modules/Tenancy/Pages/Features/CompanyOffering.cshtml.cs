using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Features;

/// <summary>All packages and add-ons a company may use for its sites and employees (TE10).</summary>
[Needs(TenancyModule.ViewOffering)]
internal sealed class CompanyOfferingModel(TenancyDb db, IAccess access, FeatureRegistry registry, FeatureSnapshot snapshot) : PortalPage
{
    /// <summary>Site packages, site add-ons, employee packages, employee add-ons, as far as there are any.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<PackageView> Packages)> Groups { get; private set; } = [];

    /// <summary>Every feature by scope, for a company without packages.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Feature> Features)> Defaults { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ViewOffering, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Service offering");
        Head.Lead = T($"Feature packages and add-ons that sites and employees of {company.Name} can have.");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        Head.PrimaryAction = access.Allows(TenancyModule.ChangeOffering, new ObjectScope(id))
            ? new Link(T("Change"), $"/companies/{id}/service-offering/edit", "edit")
            : null;

        var offered = snapshot.OfferedTo(id);
        Groups = [.. new[]
        {
            (T("Packages for sites"), FeatureScope.Site, PackageKind.Package), (T("Add-ons for sites"), FeatureScope.Site, PackageKind.AddOn),
            (T("Packages for employees"), FeatureScope.User, PackageKind.Package), (T("Add-ons for employees"), FeatureScope.User, PackageKind.AddOn),
        }.Select(g => (g.Item1, (IReadOnlyList<PackageView>)[.. offered.Where(p => p.Scope == g.Item2 && p.Kind == g.Item3)
            .Select(p => PackageView.Of(p, registry, snapshot.StandardOf(id, p.Scope)?.Id == p.Id))])).Where(g => g.Item2.Count > 0)];
        Defaults = [.. new[] { (T("Features of sites"), registry.Of(FeatureScope.Site)), (T("Features of employees"), registry.Of(FeatureScope.User)) }
            .Where(d => d.Item2.Count > 0)];
        return Page();
    }
}
