using Microsoft.AspNetCore.Mvc;
using Portal.Tenancy.Contracts;

namespace Portal.CallLogs.Tiles;

/// <summary>Today's calls of a site, on the site's page.</summary>
internal sealed class SiteCallsTile(CallFigures figures) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(SiteSummary site) =>
        View("/Pages/Shared/Components/CallsTile/Default.cshtml",
            await figures.OfAsync(site.CompanyId, site.Id, HttpContext.RequestAborted) with { Address = $"/sites/{site.Id}/call-logs" });
}

/// <summary>Today's calls of a company and those of the last thirty days, on the company's page.</summary>
internal sealed class CompanyCallsTile(CallFigures figures) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary company) =>
        View("/Pages/Shared/Components/CallsTile/Default.cshtml", await figures.OfAsync(company.Id, HttpContext.RequestAborted));
}
