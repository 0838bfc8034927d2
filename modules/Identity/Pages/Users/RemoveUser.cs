using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Files;
using Portal.Identity.Accounts;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Pictures;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>Removes the account of somebody below who is no employee, with their sessions. What they did stays in the audit log.</summary>
internal sealed record RemoveUser(UserId User) : IChange<Outcome>;

internal sealed class RemoveUserHandler(IdentityDb db, UnitOfWork unit, IFileStore files, IMediator mediator, AccountPowers powers) : IRequestHandler<RemoveUser, Outcome>
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

        var id = account.User.Id;
        db.Sessions.RemoveRange(await db.Sessions.Where(s => s.UserId == id || s.SupporterId == id).ToListAsync(cancellationToken));
        db.Grants.RemoveRange(account.Grants);
        db.Users.Remove(account.User);
        await db.SaveChangesAsync(cancellationToken);
        await db.Tries.Where(t => t.UserId == id).ExecuteDeleteAsync(cancellationToken);
        if (account.User.Picture is { } picture)
        {
            unit.AfterCommit(_ =>
            {
                files.Remove(PictureEndpoint.PathOf(picture));
                return Task.CompletedTask;
            });
        }

        await mediator.Publish(new UserRemoved(id), cancellationToken);
        return Outcome.Done;
    }
}
