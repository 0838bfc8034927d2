using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>
/// Changes the account of somebody below: who they are, what they may do, whether they may log in at all (ID5, ID6). The last
/// operator always may.
/// </summary>
/// <param name="Username">Ignored for employees, as is the name: both follow the employee.</param>
/// <param name="Layer">The administration layer; null leaves it.</param>
internal sealed record ChangeUser(UserId User, string Username, string Name, string? Email, Role? Layer, bool MayLogIn, int Version) : IChange<Outcome>;

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

        if (!request.MayLogIn && account.Layer == Role.Operator && await powers.IsLastOperatorAsync(user.Id, cancellationToken))
        {
            return Outcome.Refused("MayLogIn", T("This is the last operator: somebody must be able to run the platform."));
        }

        if (account.Employee is null)
        {
            if (request.Name.Trim().Length is 0 or > 128)
            {
                return Outcome.Refused("Name", T($"Give a name of at most {128} characters."));
            }

            (user.Username, user.DisplayName) = (request.Username, request.Name.Trim());
        }

        if (!request.MayLogIn && !user.Disabled)
        {
            // Allowed again later, nobody is signed in by that alone.
            db.Sessions.RemoveRange(await db.Sessions.Where(s => s.UserId == user.Id || s.SupporterId == user.Id).ToListAsync(cancellationToken));
        }

        (user.Email, user.Disabled) = (EmailRules.Kept(request.Email), !request.MayLogIn);
        if (request.Layer is { } layer && powers.SetLayer(account, layer) is { Succeeded: false } refused)
        {
            return refused;
        }

        return (await users.UpdateAsync(user)).ToOutcome();
    }
}
