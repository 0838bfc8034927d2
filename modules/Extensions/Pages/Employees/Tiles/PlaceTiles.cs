using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Pages.Employees.Tiles;

/// <summary>A site's employees and how many it may have, on the site's page.</summary>
internal sealed class SiteEmployeesTile(ExtensionsDb db, IAccess access, ISitePlaces places) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(SiteSummary site) => View("/Pages/Employees/Tiles/_PlaceEmployeesTile.cshtml", new PlaceEmployees(
        $"/employees?site={site.Id}",
        await PlaceEmployees.CountAsync(db.Employees.Where(e => e.CompanyId == site.CompanyId && e.SiteId == site.Id), HttpContext.RequestAborted),
        places.EmployeeLimitOf(site.Id), access.Allows(ExtensionsModule.Change.Key, new ObjectScope(site.CompanyId, site.Id))));
}

/// <summary>A company's employees, on the company's page.</summary>
internal sealed class CompanyEmployeesTile(ExtensionsDb db, IAccess access, CurrentUser user) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary company) => View("/Pages/Employees/Tiles/_PlaceEmployeesTile.cshtml", new PlaceEmployees(
        user.Company == company.Id ? "/employees" : $"/employees?company={company.Id}", await PlaceEmployees.CountAsync(db.Employees.Where(e => e.CompanyId == company.Id), HttpContext.RequestAborted),
        null, access.Allows(ExtensionsModule.Change.Key, new ObjectScope(company.Id))));
}

/// <param name="Address">The list they stand in.</param>
/// <param name="Limit">Null for any number.</param>
internal sealed record PlaceEmployees(string Address, IReadOnlyList<StatusCount> ByStatus, int? Limit, bool MayAdd)
{
    public int Total => ByStatus.Sum(c => c.Count);

    public int Active => ByStatus.Where(c => c.Status == EmployeeStatus.Activated).Sum(c => c.Count);

    public static async Task<IReadOnlyList<StatusCount>> CountAsync(IQueryable<Domain.Employee> employees, CancellationToken ct) =>
        [.. (await employees.AsNoTracking().GroupBy(e => e.Status).Select(g => new StatusCount(g.Key, g.Count())).ToListAsync(ct)).OrderBy(c => c.Status)];
}
