using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.AddSites)]
internal sealed class NewModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public SiteForm Input { get; set; } = new();

    public CompanyId Company { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } company)
        {
            return NotFound();
        }

        // Most sites lie where their company does.
        (Input.Country, Input.TimeZone) = (company.Country, company.TimeZone);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is null)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new CreateSite(id, Input.Profile()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is added."));
        return Redirect($"/sites/{outcome.Value}");
    }

    private async Task<Company?> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.AddSites, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return null;
        }

        Company = id;
        Head.Title = T("Add site");
        Head.UnderSites(company, access);
        Head.Subject = company.Subject();
        return company;
    }
}
