using MediatR;
using Portal.Identity.Accounts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>Removes the account of somebody below who is no employee, with their sessions. What they did stays in the audit log.</summary>
internal sealed record RemoveUser(UserId User) : IChange<Outcome>;

internal sealed class RemoveUserHandler(AccountPowers powers, AccountRemoval removal) : IRequestHandler<RemoveUser, Outcome>
{
    public async Task<Outcome> Handle(RemoveUser request, CancellationToken cancellationToken)
    {
        if (await powers.FindAsync(request.User, IdentityModule.ChangeUsers, cancellationToken) is not { } account)
        {
            return Outcome.NotFound;
        }

        if (powers.WhyNot(account) is { } reason)
        {
            return Outcome.Refused(reason);
        }

        if (account.Employee is not null)
        {
            return Outcome.Refused(T("This is the login of an employee and goes with the employee. Switch off “Allowed to log in” instead."));
        }

        if (account.Layer == Role.Operator && await powers.IsLastOperatorAsync(account.User.Id, cancellationToken))
        {
            return Outcome.Refused(T("This is the last operator: somebody must be able to run the platform."));
        }

        await removal.RemoveAsync(account.User, cancellationToken);
        return Outcome.Done;
    }
}
