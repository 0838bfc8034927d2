using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Delayed;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Contacts;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;
using Portal.Web.Forms;
using Portal.Web.Look;

namespace Portal.Tenancy.Pages.Contacts;

/// <summary>What adding and editing a contact have in common: the fields and the three ways to save.</summary>
internal abstract class ContactPage(IMediator mediator, DelayedSaves delayed, ViewerClock clock, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty]
    public ContactForm Input { get; set; } = new();

    /// <summary>"stay", "delay", or nothing.</summary>
    [BindProperty]
    public string? Save { get; set; }

    [BindProperty]
    public string? DelayUntil { get; set; }

    public Company Company { get; protected set; } = default!;

    /// <summary>True for the provider's people, who see the private notes.</summary>
    public bool Manages { get; private set; }

    /// <summary>Somebody new is offered a portal login in the same breath.</summary>
    public virtual bool MayGiveLogin => false;

    protected TenancyDb Db => db;

    protected async Task<bool> PlaceAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ChangeContacts, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return false;
        }

        Company = company;
        Manages = access.Allows(TenancyModule.ManageCompany, new ObjectScope(id));
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies)).Under(T("Contacts"), $"/companies/{id}/contacts");
        Head.Subject = company.Subject();
        return true;
    }

    /// <summary>Saves now, or keeps the change for later; then goes on or stays.</summary>
    protected async Task<IActionResult> SaveAsync(Contact? contact, string kind, Guid id, CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var change = new SaveContact(Company.CompanyId, contact?.Id.Value, Input.Version, Input.Details(), Manages ? Input.PrivateNotes ?? "" : null);
        Outcome outcome;
        if (Save == "delay")
        {
            if (clock.ReadLocal(DelayUntil) is not { } due)
            {
                ModelState.AddModelError(nameof(DelayUntil), T("Choose when this is to be saved."));
                return Invalid();
            }

            outcome = await delayed.DelayAsync(kind, id, change, due, ct);
        }
        else
        {
            outcome = await mediator.Send(change, ct);
        }

        if (outcome.Kind == OutcomeKind.Conflict && contact is not null)
        {
            var theirs = await db.Contacts.AsNoTracking().SingleAsync(c => c.Id == contact.Id, ct);
            Input.Version = theirs.Version;
            return Conflicted(outcome, "Input.Version", [.. Differences(theirs)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(Save == "delay" ? T($"{Input.Name} will be saved at the time you chose.") : T($"{Input.Name} is saved."));
        if (MayGiveLogin && Input.GiveLogin && Save is not ("stay" or "delay"))
        {
            var email = (Input.Email ?? "").Tidied().ToLowerInvariant();
            var added = await db.Contacts.Where(c => c.CompanyId == Company.CompanyId && c.EmailKey == email).Select(c => c.Id).SingleAsync(ct);
            return Redirect($"/contacts/{added}/login/new");
        }

        return Redirect(Save == "stay" ? contact is null ? $"/companies/{Company.CompanyId}/contacts/new" : $"/contacts/{contact.Id}/edit" : $"/companies/{Company.CompanyId}/contacts");
    }

    private IEnumerable<FieldChange> Differences(Contact theirs)
    {
        (string Field, string? Yours, string Theirs)[] fields =
        [
            (T("Name"), Input.Name, theirs.Name), (T("E-mail"), Input.Email, theirs.Email), (T("Contact type"), Input.Type, theirs.Type), (T("Phone"), Input.Phone, theirs.Phone),
            (T("Mobile"), Input.Mobile, theirs.Mobile), (T("Public notes"), Input.PublicNotes, theirs.PublicNotes),
            (T("Private notes"), Manages ? Input.PrivateNotes : theirs.PrivateNotes, theirs.PrivateNotes),
        ];
        return fields.Where(f => (f.Yours ?? "") != f.Theirs).Select(f => new FieldChange(f.Field, f.Yours ?? "", f.Theirs));
    }
}
