using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Features;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Features;

/// <summary>The provider decides which packages a company may use.</summary>
[Needs(TenancyModule.ChangeOffering)]
internal sealed class EditOfferingModel(IMediator mediator, TenancyDb db, IAccess access, Catalogue catalogue) : PortalPage
{
    [BindProperty]
    public FeaturePackageId[] Packages { get; set; } = [];

    [BindProperty]
    public FeaturePackageId? StandardForSites { get; set; }

    [BindProperty]
    public FeaturePackageId? StandardForEmployees { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public CompanyId Id { get; private set; }

    public IReadOnlyList<FeaturePackage> Catalogue { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        var row = await RowAsync(ct);
        (Packages, StandardForSites, StandardForEmployees, Version) =
            ([.. Words.Ids(row?.Packages ?? "")], row?.StandardForSites, row?.StandardForEmployees, row?.Version ?? 0);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new SetOffering(id, Packages, StandardForSites, StandardForEmployees, Version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Version = (await RowAsync(ct))?.Version ?? 0;
            return Conflicted(outcome, nameof(Version));
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The service offering is saved. It holds from now on."));
        return Redirect($"/companies/{id}/service-offering");
    }

    public IEnumerable<SelectListItem> Standards(FeatureScope scope) =>
    [
        new(T("None"), ""),
        .. Catalogue.Where(p => p.Scope == scope && p.Kind == PackageKind.Package).Select(p => new SelectListItem(p.Name, p.Id.ToString())),
    ];

    private async Task<bool> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeOffering, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return false;
        }

        Id = id;
        Catalogue = await catalogue.Visible.AsNoTracking().OrderBy(p => p.Kind).ThenBy(p => p.NameKey).ToListAsync(ct);
        Head.Title = T($"Service offering of {company.Name}");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies)).Under(T("Service offering"), $"/companies/{id}/service-offering");
        Head.Subject = company.Subject();
        return true;
    }

    private Task<CompanyOffering?> RowAsync(CancellationToken ct) => db.CompanyOfferings.AsNoTracking().SingleOrDefaultAsync(o => o.CompanyId == Id, ct);
}
