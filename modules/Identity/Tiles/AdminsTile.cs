using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Tiles;

/// <summary>How many people administer the own company.</summary>
internal sealed class AdminsTile(IdentityDb db, CurrentUser user) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() =>
        user.Company is { } company ? View("/Pages/Users/_AdminsTile.cshtml", await AdminCount.OfAsync(db, company, HttpContext.RequestAborted)) : Content("");
}

/// <summary>The same on the company's page.</summary>
internal sealed class CompanyAdminsTile(IdentityDb db) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary company) =>
        View("/Pages/Users/_AdminsTile.cshtml", await AdminCount.OfAsync(db, company.Id, HttpContext.RequestAborted));
}

internal sealed record AdminCount(CompanyId Company, int Admins, int Groups)
{
    public static async Task<AdminCount> OfAsync(IdentityDb db, CompanyId company, CancellationToken ct)
    {
        var counts = await db.Grants.AsNoTracking().Where(g => g.CompanyId == company && (g.Role == Role.CompanyAdmin || g.Role == Role.GroupAdmin))
            .GroupBy(g => g.Role).Select(g => new { g.Key, Count = g.Select(x => x.UserId).Distinct().Count() }).ToListAsync(ct);
        return new AdminCount(company, Of(Role.CompanyAdmin), Of(Role.GroupAdmin));

        int Of(Role role) => counts.Where(c => c.Key == role).Sum(c => c.Count);
    }
}
