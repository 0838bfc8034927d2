using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;

namespace Portal.CallLogs.Tiles;

/// <summary>Today's calls of a site, on the site's page; nothing where the site's call log is switched off.</summary>
internal sealed class SiteCallsTile(CallFigures figures, IFeatureAssignments features) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(SiteSummary site) => !features.Of(CallLogsModule.OfSiteKey, new ObjectScope(site.CompanyId, site.Id)).IsOn
        ? Content("")
        : View("/Pages/Shared/Components/CallsTile/Default.cshtml",
            await figures.OfAsync(site.CompanyId, site.Id, HttpContext.RequestAborted) with { Address = $"/sites/{site.Id}/call-logs" });
}

/// <summary>Today's calls of a company and those of the last thirty days, on the company's page.</summary>
internal sealed class CompanyCallsTile(CallFigures figures) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary company) =>
        View("/Pages/Shared/Components/CallsTile/Default.cshtml", await figures.OfAsync(company.Id, HttpContext.RequestAborted));
}
