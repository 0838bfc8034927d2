using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Pages.ContactLogins;

/// <summary>
/// Gives a contact a login to the portal (ID1, ID8): the contact's address signs in, and so does the username. A contact is somebody of the
/// customer, so the login administers the company, or the groups it is given.
/// </summary>
internal sealed record GiveContactLogin(ContactId Contact, Role Role, string Username, FirstCredential First) : IChange<Outcome<UserId>>;

internal sealed class GiveContactLoginHandler(IdentityDb db, NewAccounts accounts, IMediator mediator) : IRequestHandler<GiveContactLogin, Outcome<UserId>>
{
    public async Task<Outcome<UserId>> Handle(GiveContactLogin request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindContact(request.Contact), cancellationToken) is not { } contact)
        {
            return Outcome.NotFound;
        }

        if (request.Role is not (Role.CompanyAdmin or Role.GroupAdmin))
        {
            return Outcome.Refused("Role", T("Choose a role."));
        }

        return await db.Users.AnyAsync(u => u.ContactId == contact.Id, cancellationToken)
            ? Outcome.Refused(Refusals.ContactHasLogin.Description)
            : await accounts.AddAsync(
                new Grant(request.Role, contact.Company), request.Username, contact.Name, contact.Email, request.First, cancellationToken, contact.Id);
    }
}
