using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Settings;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;

namespace Portal.Tenancy.Pages.Settings;

/// <summary>A company's own brand and sender, and the blocks of extensions it was given.</summary>
[Needs(TenancyModule.ChangeBranding)]
internal sealed class OfCompanyModel(IMediator mediator, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public BrandForm Input { get; set; } = new();

    public CompanyId Company { get; private set; }

    public IReadOnlyList<InternalBlock> Blocks { get; private set; } = [];

    public bool MayGiveBlocks { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } settings)
        {
            return NotFound();
        }

        Input = new()
        {
            ProductName = settings.ProductName, Accent = settings.Accent, MailName = settings.MailName, MailAddress = settings.MailAddress, Version = settings.Version,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } settings)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeCompanySettings(id, Input.Version, await Input.ReadAsync(ct)), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = settings.Version;
            return Conflicted(outcome, "Input.Version");
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The settings are saved and hold from now on."));
        return Redirect($"/companies/{id}/settings");
    }

    public async Task<IActionResult> OnPostBlockAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is null || !MayGiveBlocks)
        {
            return NotFound();
        }

        // The brand's fields are not part of this button.
        ModelState.Clear();
        var outcome = await mediator.Send(new AssignNextBlock(id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The extensions {outcome.Value!.First} to {outcome.Value.Last} are this company's now."));
        return Redirect($"/companies/{id}/settings");
    }

    private async Task<CompanySettings?> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeBranding, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return null;
        }

        Company = id;
        MayGiveBlocks = access.Allows(TenancyModule.ChangeSettings, ObjectScope.Platform);
        Blocks = await db.NumberBlocks.AsNoTracking().Where(b => b.CompanyId == id).OrderBy(b => b.First).ToListAsync(ct);
        Head.Title = T("Settings");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        return await db.CompanySettings.AsNoTracking().SingleOrDefaultAsync(s => s.CompanyId == id, ct) ?? new CompanySettings { CompanyId = id };
    }
}
