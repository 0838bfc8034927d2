using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Activity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Tiles;

/// <summary>The last provisioning events of the company whose page is open.</summary>
internal sealed class CompanyActivityTile(RecentActivity activity) : ViewComponent
{
    private const int Shown = 6;

    public async Task<IViewComponentResult> InvokeAsync(CompanySummary company) => View(
        "~/Pages/Shared/Components/RecentActivityTile/Default.cshtml",
        (company.Id, await activity.Of(company.Id).Take(Shown).ToListAsync(HttpContext.RequestAborted)));
}
