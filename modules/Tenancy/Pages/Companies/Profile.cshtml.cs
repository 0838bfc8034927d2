using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;

namespace Portal.Tenancy.Pages.Companies;

[Needs(TenancyModule.ViewCompany)]
internal sealed class ProfileModel(TenancyDb db, IAccess access, TimeProvider clock, ModuleCatalog catalog) : PortalPage
{
    public Company Company { get; private set; } = default!;

    public int Sites { get; private set; }

    /// <summary>Null when the company is not on trial, or the trial has no end.</summary>
    public int? TrialDaysLeft => Company.TrialDaysLeft(clock.GetUtcNow());

    /// <summary>What other modules show of the company.</summary>
    public IReadOnlyList<CompanyPart> Parts { get; private set; } = [];

    /// <summary>The provider's notes are for those who manage the company.</summary>
    public bool SeesNotes { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ViewCompany, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Company = company;
        Sites = await db.Sites.CountAsync(s => s.CompanyId == id, ct);
        SeesNotes = access.Allows(TenancyModule.ManageCompany, new ObjectScope(id));

        Parts = [.. catalog.All<CompanyPart>().Where(p => p.Needs is null || access.Allows(p.Needs, new ObjectScope(id))).OrderBy(p => p.Order)];

        Head.Title = company.Name;
        if (access.AllowsSomewhere(TenancyModule.ListCompanies))
        {
            Head.Under(T("Companies"), "/companies");
        }

        Head.PrimaryAction = new Link(T("Edit"), $"/companies/{id}/edit", "edit", TenancyModule.ChangeCompany);
        Head.Subject = company.Subject();
        return Page();
    }
}
