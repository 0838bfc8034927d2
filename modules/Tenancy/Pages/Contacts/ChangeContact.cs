using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Contacts;

namespace Portal.Tenancy.Pages.Contacts;

/// <summary>Adds a contact to a company, or changes one from the version the form was filled from.</summary>
/// <param name="Contact">Null: a new one.</param>
/// <param name="PrivateNotes">Null leaves them; only the provider may give them.</param>
internal sealed record SaveContact(CompanyId Company, Guid? Contact, int Version, ContactDetails Details, string? PrivateNotes) : IChange<Outcome>;

/// <summary>Removes a contact.</summary>
internal sealed record RemoveContact(CompanyId Company, Guid Contact) : IChange<Outcome>;

internal sealed class SaveContactHandler(TenancyDb db, UnitOfWork unit, IAccess access, IMediator mediator) : IRequestHandler<SaveContact, Outcome>
{
    public async Task<Outcome> Handle(SaveContact request, CancellationToken cancellationToken)
    {
        var scope = new ObjectScope(request.Company);
        if (!access.Allows(TenancyModule.ChangeContacts, scope) || !await db.Companies.AnyAsync(c => c.CompanyId == request.Company, cancellationToken))
        {
            return Outcome.NotFound;
        }

        if (request.PrivateNotes is not null && !access.Allows(TenancyModule.ManageCompany, scope))
        {
            return Outcome.Forbidden;
        }

        var (details, notes) = (request.Details.Tidied(), request.PrivateNotes?.Tidied());
        Problem[] problems = [.. details.Problems(notes)];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        var contact = new Contact { CompanyId = request.Company, CreatedAt = unit.Clock.GetUtcNow() };
        if (request.Contact is { } key)
        {
            var id = new ContactId(key);
            if (await db.Contacts.SingleOrDefaultAsync(c => c.Id == id && c.CompanyId == request.Company, cancellationToken) is not { } known)
            {
                return Outcome.NotFound;
            }

            contact = known;
        }

        var email = details.Email.ToLowerInvariant();
        if (await db.Contacts.AnyAsync(c => c.CompanyId == request.Company && c.EmailKey == email && c.Id != contact.Id, cancellationToken))
        {
            return Taken;
        }

        var before = contact.ToSummary();
        contact.Apply(details, notes);
        if (request.Contact is null)
        {
            db.Contacts.Add(contact);
        }
        else
        {
            db.ExpectVersion(contact, request.Version);
            var changing = new ChangingContact(before, contact.ToSummary());
            await mediator.Publish(changing, cancellationToken);
            if (changing.Problems.Count > 0)
            {
                return Outcome.Refused(changing.Problems);
            }
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        // Two people gave the same address at the same moment; the unique index let one of them have it.
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return Taken;
        }

        return Outcome.Done;
    }

    private static Outcome Taken => Outcome.Refused(nameof(ContactDetails.Email), T("Another contact of this company has this e-mail address."));
}

internal sealed class RemoveContactHandler(TenancyDb db, IAccess access, IMediator mediator) : IRequestHandler<RemoveContact, Outcome>
{
    public async Task<Outcome> Handle(RemoveContact request, CancellationToken cancellationToken)
    {
        var id = new ContactId(request.Contact);
        if (!access.Allows(TenancyModule.ChangeContacts, new ObjectScope(request.Company))
            || await db.Contacts.SingleOrDefaultAsync(c => c.Id == id && c.CompanyId == request.Company, cancellationToken) is not { } contact)
        {
            return Outcome.NotFound;
        }

        var removing = new ChangingContact(contact.ToSummary(), null);
        await mediator.Publish(removing, cancellationToken);
        if (removing.Problems.Count > 0)
        {
            return Outcome.Refused(removing.Problems);
        }

        db.Contacts.Remove(contact);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
