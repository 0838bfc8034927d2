using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.CallLogs.Search;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.CallLogs.Pages.CallLogs;

/// <summary>The calls of a site's people.</summary>
[Needs("calls.view"), NeedsFeature(CallLogsModule.OfSiteKey)]
internal sealed class OfSiteModel(CallLists lists, IAccess access, IMediator mediator) : PortalPage
{
    public CallList Calls { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindSite(id), ct) is not { } site
            || !access.Allows(CallLogsModule.View.Key, new ObjectScope(site.CompanyId, site.Id)))
        {
            return NotFound();
        }

        Head.Title = T("Call logs");
        Head.Subject = Subject.Site(site.Id, site.CompanyId, site.Name);
        Head.Under(site.Name, $"/sites/{site.Id}");
        Calls = await lists.ReadAsync(Request, new Viewpoint(site.CompanyId, Site: site.Id), ct);
        return FragmentOrPage("_Calls", Calls);
    }
}
