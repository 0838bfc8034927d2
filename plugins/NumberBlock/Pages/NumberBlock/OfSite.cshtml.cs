using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NumberBlock.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Web;

namespace NumberBlock.Pages.NumberBlock;

/// <summary>The feature's page: the numbers that people of one site may not dial.</summary>
[Needs(NumberBlockModule.ChangeOfSite), NeedsFeature(NumberBlockModule.FeatureKey)]
internal sealed class OfSiteModel(IMediator mediator, NumberBlockDb db, IAccess access, IEnumerable<IPlaces> places) : PortalPage
{
    [BindProperty]
    public string Number { get; set; } = "";

    public IReadOnlyList<string> Numbers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostAsync(SiteId id, CancellationToken ct) => ChangeAsync(id, blocked: true, ct);

    public Task<IActionResult> OnPostAllowAsync(SiteId id, CancellationToken ct) => ChangeAsync(id, blocked: false, ct);

    private async Task<IActionResult> ChangeAsync(SiteId id, bool blocked, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ChangeSiteBlock(id, Number ?? "", blocked), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(blocked ? T($"{Number} is blocked. Calls to it end at once.") : T($"{Number} may be dialled again."));
        return Redirect($"/sites/{id}/blocked-numbers");
    }

    private async Task<bool> LoadAsync(SiteId id, CancellationToken ct)
    {
        if (places.PlaceOf(id) is not { } at || !access.Allows(NumberBlockModule.ChangeOfSite, at))
        {
            return false;
        }

        Head.Title = T("Blocked numbers");
        Head.Lead = T("People of this site cannot dial these.");
        Head.Subject = Subject.Site(id, at.Company!.Value, T("Site"));
        Numbers = await db.SiteNumbers.Where(n => n.SiteId == id).OrderBy(n => n.Number).Select(n => n.Number).ToListAsync(ct);
        return true;
    }
}
