using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Tiles;

/// <summary>How many companies there are, and how they stand.</summary>
internal sealed class CompaniesTile(TenancyDb db) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        var counts = await db.Companies.GroupBy(c => c.Status).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, HttpContext.RequestAborted);
        return View(new CompanyCounts(counts, await db.Sites.CountAsync(HttpContext.RequestAborted)));
    }
}

internal sealed record CompanyCounts(IReadOnlyDictionary<CompanyStatus, int> ByStatus, int Sites)
{
    public int Total => ByStatus.Values.Sum();
}

/// <summary>The companies added last.</summary>
internal sealed class RecentCompaniesTile(TenancyDb db) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        View(await db.Companies.AsNoTracking().OrderByDescending(c => c.CreatedAt).Take(5).ToListAsync(HttpContext.RequestAborted));
}

/// <summary>The own company at a glance.</summary>
internal sealed class CompanyTile(TenancyDb db, CurrentUser user) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == user.Company, HttpContext.RequestAborted) is { } company
            ? View(company)
            : Content("");
}

/// <summary>The sites of the own company.</summary>
internal sealed class SitesTile(TenancyDb db, CurrentUser user) : ViewComponent
{
    private const int Shown = 6;

    public async Task<IViewComponentResult> InvokeAsync()
    {
        var sites = db.Sites.AsNoTracking().Where(s => s.CompanyId == user.Company);
        return View(new SitesOfCompany(
            await sites.CountAsync(HttpContext.RequestAborted),
            await sites.OrderBy(s => s.NameKey).Take(Shown).ToListAsync(HttpContext.RequestAborted)));
    }
}

internal sealed record SitesOfCompany(int Total, IReadOnlyList<Site> First);

/// <summary>The site a group administrator looks after.</summary>
internal sealed class SiteTile(TenancyDb db, IAccess access) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync()
    {
        var own = access.ReachOf(TenancyModule.ViewSites).Sites;
        var sites = await db.Sites.AsNoTracking().Where(s => own.Contains(s.Id)).OrderBy(s => s.NameKey).ToListAsync(HttpContext.RequestAborted);
        return sites.Count == 0 ? Content("") : View(sites);
    }
}
