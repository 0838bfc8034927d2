using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Delayed;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;
using Portal.Web.Forms;
using Portal.Web.Look;

namespace Portal.Tenancy.Pages.Companies;

[Needs(TenancyModule.ChangeCompany)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, IAccess access, DelayedSaves delayed, ViewerClock clock) : PortalPage
{
    [BindProperty]
    public CompanyForm Input { get; set; } = new();

    /// <summary>"stay", "delay", or nothing.</summary>
    [BindProperty]
    public string? Save { get; set; }

    [BindProperty]
    public string? DelayUntil { get; set; }

    public CompanyId Id { get; private set; }

    /// <summary>True for those who also set status, SIP domain, currency and notes.</summary>
    public bool Manages { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } company)
        {
            return NotFound();
        }

        Input = CompanyForm.From(company);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is null)
        {
            return NotFound();
        }

        if (!Manages)
        {
            // Their form has no such fields; what is not asked for cannot be missing.
            ModelState.Remove("Input.SipDomain");
            ModelState.Remove("Input.Status");
            ModelState.Remove("Input.Currency");
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var change = new ChangeCompany(id, Input.Version, Input.Profile(), Manages ? Input.Terms() : null);
        var due = Save == "delay" ? clock.ReadLocal(DelayUntil) : null;
        if (Save == "delay" && due is null)
        {
            ModelState.AddModelError(nameof(DelayUntil), T("Choose when this is to be saved."));
            return Invalid();
        }

        var outcome = due is { } later ? await delayed.DelayAsync("companies", id.Value, change, later, ct) : await mediator.Send(change, ct);
        if (outcome.Kind == OutcomeKind.Conflict && await FindAsync(id, ct) is { } current)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Differences(current)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(due is null ? T($"{Input.Name} is saved.") : T($"{Input.Name} will be saved at the time you chose."));
        return Redirect(Save == "stay" ? $"/companies/{id}/edit" : $"/companies/{id}");
    }

    private async Task<Company?> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeCompany, new ObjectScope(id)) || await FindAsync(id, ct) is not { } company)
        {
            return null;
        }

        Id = id;
        Manages = access.Allows(TenancyModule.ManageCompany, new ObjectScope(id));
        Head.Title = T($"Edit {company.Name}");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        return company;
    }

    private Task<Company?> FindAsync(CompanyId id, CancellationToken ct) =>
        db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct);

    private IEnumerable<FieldChange> Differences(Company theirs)
    {
        (string Field, string? Yours, string Theirs, bool Shown)[] fields =
        [
            (T("Name"), Input.Name, theirs.Name, true),
            (T("SIP domain"), Input.SipDomain, theirs.SipDomain, Manages),
            (T("Status"), Input.Status, theirs.Status.ToString(), Manages),
            (T("Country"), Input.Country, theirs.Country, true),
            (T("Time zone"), Input.TimeZone, theirs.TimeZone, true),
            (T("Currency"), Input.Currency, theirs.Currency, Manages),
            (T("Street"), Input.BillingStreet, theirs.BillingStreet, true),
            (T("Postal code"), Input.BillingPostalCode, theirs.BillingPostalCode, true),
            (T("Town"), Input.BillingCity, theirs.BillingCity, true),
            (T("VAT number"), Input.VatNumber, theirs.VatNumber, true),
            (T("Notes"), Input.Notes, theirs.Notes, Manages),
        ];
        return fields.Where(f => f.Shown && (f.Yours ?? "") != f.Theirs).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs));
    }
}
