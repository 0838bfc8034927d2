using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Partners;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Tenancy.Pages.Partners;

/// <summary>A partner's form, for a new one and for one that exists.</summary>
[Needs(TenancyModule.ManagePartners)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, IAccess access, ModuleCatalog catalog) : PortalPage
{
    private const int Shown = 100;

    [BindProperty, Required(ErrorMessage = "Give the partner a name.")]
    public string? Name { get; set; }

    [BindProperty, DataType(DataType.MultilineText)]
    public string? Notes { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public bool IsNew => Partner is null;

    /// <summary>Null: a new one.</summary>
    public PartnerSummary? Partner { get; private set; }

    /// <summary>What other modules show of the partner.</summary>
    public IReadOnlyList<PartnerPart> Parts { get; private set; } = [];

    public IReadOnlyList<(CompanyId Id, string Name)> Companies { get; private set; } = [];

    public int CompanyCount { get; private set; }

    public async Task<IActionResult> OnGetAsync(PartnerId? id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (id is not null && await FindAsync(id, ct) is { } partner)
        {
            (Name, Notes, Version) = (partner.Name, partner.Notes, partner.Version);
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync(PartnerId? id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new SavePartner(id, Version, Name ?? "", Notes ?? ""), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await FindAsync(id, ct) is { } current)
        {
            Version = current.Version;
            FieldChange[] theirs = [new(T("Name"), Name ?? "", current.Name), new(T("Notes"), Notes ?? "", current.Notes)];
            return Conflicted(outcome, nameof(Version), [.. theirs.Where(f => f.Yours != f.Theirs)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Name} is saved."));
        return Redirect("/partners");
    }

    private async Task<bool> PlaceAsync(PartnerId? id, CancellationToken ct)
    {
        Head.Under(T("Partners"), "/partners");
        if (id is null)
        {
            Head.Title = T("Add partner");
            return true;
        }

        if (await FindAsync(id, ct) is not { } partner)
        {
            return false;
        }

        (Head.Title, Partner) = (partner.Name, partner.ToSummary());
        Parts = [.. catalog.All<PartnerPart>().Where(p => p.Needs is null || access.Allows(p.Needs, ObjectScope.Platform)).OrderBy(p => p.Order)];
        var theirs = db.Companies.AsNoTracking().Where(c => c.PartnerId == id);
        CompanyCount = await theirs.CountAsync(ct);
        Companies = [.. (await theirs.OrderBy(c => c.Search).Take(Shown).Select(c => new { c.CompanyId, c.Name }).ToListAsync(ct)).Select(c => (c.CompanyId, c.Name))];
        return true;
    }

    private Task<Partner?> FindAsync(PartnerId? id, CancellationToken ct) => db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
}
