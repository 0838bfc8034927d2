using MediatR;
using Microsoft.AspNetCore.Identity;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>
/// Changes the account of somebody below: who they are and what they may do (ID6). Whether they may log in at all is said where
/// their password is looked after.
/// </summary>
/// <param name="Username">Ignored for employees, as is the name: both follow the employee.</param>
/// <param name="Name">Ignored for contacts too, as is the address: both follow the contact.</param>
/// <param name="Layer">The administration layer; null leaves it.</param>
internal sealed record ChangeUser(UserId User, string Username, string Name, string? Email, Role? Layer, int Version) : IChange<Outcome>;

internal sealed class ChangeUserHandler(IdentityDb db, UserManager<User> users, AccountPowers powers) : IRequestHandler<ChangeUser, Outcome>
{
    public async Task<Outcome> Handle(ChangeUser request, CancellationToken cancellationToken)
    {
        if (await powers.FindAsync(request.User, IdentityModule.ChangeUsers, cancellationToken) is not { } account)
        {
            return Outcome.NotFound;
        }

        if (powers.WhyNot(account) is { } reason)
        {
            return Outcome.Refused(reason);
        }

        var user = account.User;
        db.ExpectVersion(user, request.Version);
        if (EmailRules.WhyNot(request.Email) is { } wrong)
        {
            return Outcome.Refused("Email", wrong);
        }

        if (account.Employee is null)
        {
            if (request.Name.Trim().Length is 0 or > 128)
            {
                return Outcome.Refused("Name", T($"Give a name of at most {128} characters."));
            }

            user.Username = request.Username;
            user.DisplayName = user.ContactId is null ? request.Name.Trim() : user.DisplayName;
        }

        user.Email = user.ContactId is null ? EmailRules.Kept(request.Email) : user.Email;
        if (request.Layer is { } layer && powers.SetLayer(account, layer) is { Succeeded: false } refused)
        {
            return refused;
        }

        return (await users.UpdateAsync(user)).ToOutcome();
    }
}
