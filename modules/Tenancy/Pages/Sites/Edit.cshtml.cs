using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.ChangeSites)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public SiteForm Input { get; set; } = new();

    public SiteId Id { get; private set; }

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } site)
        {
            return NotFound();
        }

        Input = SiteForm.From(site);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(SiteId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeSite(id, Input.Version, Input.Profile()), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await FindAsync(id, ct) is { } current)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Input.Differences(current)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is saved."));
        return Redirect($"/sites/{id}");
    }

    private async Task<Site?> PlaceAsync(SiteId id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } site || !access.Allows(TenancyModule.ChangeSites, new ObjectScope(site.CompanyId, site.Id)))
        {
            return null;
        }

        Id = id;
        Head.Title = T($"Edit {site.Name}");
        Head.UnderSites(await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == site.CompanyId, ct), access)
            .Under(site.Name, $"/sites/{site.Id}");
        Head.Subject = site.Subject();
        return site;
    }

    private Task<Site?> FindAsync(SiteId id, CancellationToken ct) => db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct);
}
