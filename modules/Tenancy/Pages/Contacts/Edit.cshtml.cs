using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Delayed;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Contacts;
using Portal.Web.Look;

namespace Portal.Tenancy.Pages.Contacts;

[Needs(TenancyModule.ChangeContacts)]
internal sealed class EditModel(IMediator mediator, DelayedSaves delayed, ViewerClock clock, TenancyDb db, IAccess access, ModuleCatalog catalog)
    : ContactPage(mediator, delayed, clock, db, access)
{
    private readonly IAccess _access = access;
    private Contact _contact = default!;

    public ContactSummary Contact => _contact.ToSummary();

    /// <summary>What other modules show of the contact.</summary>
    public IReadOnlyList<ContactPart> Parts { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(ContactId id, CancellationToken ct)
    {
        if (!await BeginAsync(id, ct))
        {
            return NotFound();
        }

        Input = ContactForm.From(_contact);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ContactId id, CancellationToken ct) =>
        await BeginAsync(id, ct) ? await SaveAsync(_contact, "contacts", id.Value, ct) : NotFound();

    public async Task<IActionResult> OnPostRemoveAsync(ContactId id, [FromServices] IMediator mediator, CancellationToken ct)
    {
        if (!await BeginAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RemoveContact(Company.CompanyId, id.Value), ct);
        if (!outcome.Succeeded)
        {
            Input = ContactForm.From(_contact);
            ModelState.Clear();
            return Failed(outcome);
        }

        Toast(T($"{_contact.Name} is removed."));
        return Redirect($"/companies/{Company.CompanyId}/contacts");
    }

    private async Task<bool> BeginAsync(ContactId id, CancellationToken ct)
    {
        if (await Db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } contact || !await PlaceAsync(contact.CompanyId, ct))
        {
            return false;
        }

        _contact = contact;
        Parts = [.. catalog.All<ContactPart>().Where(p => p.Needs is null || _access.Allows(p.Needs, new ObjectScope(contact.CompanyId))).OrderBy(p => p.Order)];
        Head.Title = T($"Edit {contact.Name}");
        return true;
    }
}
