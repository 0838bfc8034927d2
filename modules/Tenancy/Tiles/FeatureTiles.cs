using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;
using Portal.Tenancy.Pages.Sites;

namespace Portal.Tenancy.Tiles;

/// <summary>How many features of each category are on, for one holder.</summary>
internal sealed record FeatureSummary(string Name, string Address, string Packages, IReadOnlyList<(FeatureCategory Category, int On, int All)> Categories)
{
    public static FeatureSummary Of(string name, string address, FeatureScope scope, ObjectScope at, FeatureRegistry registry, FeatureSnapshot snapshot) => new(
        name, address,
        string.Join(" + ", snapshot.PackagesOf(scope, at).Select(p => p.Name)),
        [.. registry.Of(scope).GroupBy(f => f.Category).Select(c => (c.Key, c.Count(f => snapshot.Of(f.Key, at).IsOn), c.Count()))]);

    public int On => Categories.Sum(c => c.On);

    public int All => Categories.Sum(c => c.All);
}

/// <summary>The features of the sites a group administrator looks after.</summary>
internal sealed class SiteFeaturesTile(TenancyDb db, IAccess access, FeatureRegistry registry, FeatureSnapshot snapshot) : ViewComponent
{
    private const int Shown = 3;

    public async Task<IViewComponentResult> InvokeAsync()
    {
        if (registry.Of(FeatureScope.Site).Count == 0)
        {
            return Content("");
        }

        var sites = await db.Sites.AsNoTracking().Within(access.ReachOf(TenancyModule.ViewFeatures)).OrderBy(s => s.NameKey).Take(Shown).ToListAsync(HttpContext.RequestAborted);
        return sites.Count == 0 ? Content("") : View("/Pages/Features/_FeatureTiles.cshtml", (IReadOnlyList<FeatureSummary>)[.. sites.Select(s =>
            FeatureSummary.Of(s.Name, $"/sites/{s.Id}", FeatureScope.Site, new ObjectScope(s.CompanyId, s.Id), registry, snapshot))]);
    }
}

/// <summary>The same on the page of one site.</summary>
internal sealed class SiteFeaturesPart(FeatureRegistry registry, FeatureSnapshot snapshot) : ViewComponent
{
    public IViewComponentResult Invoke(SiteSummary site) =>
        registry.Of(FeatureScope.Site).Count == 0 ? Content("") : View("/Pages/Features/_FeatureTiles.cshtml", (IReadOnlyList<FeatureSummary>)
        [
            FeatureSummary.Of("", $"/sites/{site.Id}", FeatureScope.Site, new ObjectScope(site.CompanyId, site.Id), registry, snapshot),
        ]);
}

/// <summary>On the overview of an employee.</summary>
internal sealed class EmployeeFeaturesTile(FeatureRegistry registry, FeatureSnapshot snapshot) : ViewComponent
{
    public IViewComponentResult Invoke(EmployeeSummary employee) =>
        registry.Of(FeatureScope.User).Count == 0 ? Content("") : View("/Pages/Features/_FeatureTiles.cshtml", (IReadOnlyList<FeatureSummary>)
        [
            FeatureSummary.Of("", $"/employees/{employee.Id}", FeatureScope.User,
                new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id), registry, snapshot),
        ]);
}
