using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
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

    /// <summary>The partners to choose from, for operators; empty for everyone else.</summary>
    public IReadOnlyList<SelectListItem> Partners { get; private set; } = [];

    [BindProperty]
    public Guid? Partner { get; set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } company)
        {
            return NotFound();
        }

        Input = CompanyForm.From(company);
        return Page();
    }

    /// <summary>Who looks after the company: a form of its own, since it changes powers and not the company.</summary>
    public async Task<IActionResult> OnPostPartnerAsync(CompanyId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct) is not { } company)
        {
            return NotFound();
        }

        ModelState.Clear();
        var outcome = await mediator.Send(new Pages.Partners.AssignPartner(id, Partner is { } partner ? new PartnerId(partner) : null), ct);
        if (!outcome.Succeeded)
        {
            Input = CompanyForm.From(company);
            return Failed(outcome);
        }

        Toast(Partner is null ? T($"{company.Name} is looked after by yourselves.") : T($"{company.Name} is looked after by {Partners.FirstOrDefault(p => p.Value == Partner.ToString())?.Text}."));
        return Redirect($"/companies/{id}");
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
        if (access.Allows(TenancyModule.ManagePartners, ObjectScope.Platform))
        {
            Partners =
            [
                new SelectListItem(T("None: the provider itself"), ""),
                .. (await db.Partners.AsNoTracking().OrderBy(p => p.NameKey).Select(p => new { p.Id, p.Name }).ToListAsync(ct)).Select(p => new SelectListItem(p.Name, p.Id.ToString())),
            ];
            Partner ??= HttpMethods.IsGet(Request.Method) ? company.PartnerId?.Value : Partner;
        }

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
