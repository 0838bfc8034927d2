using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Domain.Dialling;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Dialling;

[Needs(TenancyModule.ChangeCompany)]
internal sealed class EditLocationModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public LocationForm Input { get; set; } = new();

    public DialLocation Location { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        Input = LocationForm.From(Location);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeLocation(id, Input.Version, Input.Settings()), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await FindAsync(id, ct) is { } current)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Input.Differences(current)]);
        }

        return outcome.Succeeded ? Done(T($"{Input.Name} is saved.")) : Failed(outcome);
    }

    public async Task<IActionResult> OnPostDeleteAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        ModelState.Clear();
        Input = LocationForm.From(Location);
        var outcome = await mediator.Send(new DeleteLocation(id), ct);
        return outcome.Succeeded ? Done(T($"{Location.Name} is deleted.")) : Failed(outcome);
    }

    private RedirectResult Done(string words)
    {
        Toast(words);
        return Redirect($"/companies/{Location.CompanyId}/locations");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await FindAsync(id, ct) is not { } location || !access.Allows(TenancyModule.ChangeCompany, new ObjectScope(location.CompanyId)))
        {
            return false;
        }

        Location = location;
        var company = await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == location.CompanyId, ct);
        Head.Title = location.Name;
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies)).Under(T("Dial locations"), $"/companies/{company.CompanyId}/locations");
        Head.Subject = company.Subject();
        return true;
    }

    private Task<DialLocation?> FindAsync(Guid id, CancellationToken ct) => db.Locations.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
}
