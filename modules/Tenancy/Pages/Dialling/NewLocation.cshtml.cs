using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Dialling;

[Needs(TenancyModule.ChangeCompany)]
internal sealed class NewLocationModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public LocationForm Input { get; set; } = new();

    public CompanyId Company { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } company)
        {
            return NotFound();
        }

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

        var outcome = await mediator.Send(new CreateLocation(id, Input.Settings()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is added."));
        return Redirect($"/companies/{id}/locations");
    }

    private async Task<Company?> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeCompany, new ObjectScope(id)) || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return null;
        }

        Company = id;
        Head.Title = T("Add dial location");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies)).Under(T("Dial locations"), $"/companies/{id}/locations");
        Head.Subject = company.Subject();
        return company;
    }
}
