using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.FirstStart;

/// <summary>Takes a new installation into use. Not found as soon as there is an operator.</summary>
internal sealed record CreateFirstOperator(string Username, string DisplayName, string Password) : IChange<Outcome<UserId>>;

internal sealed class CreateFirstOperatorHandler(IdentityDb db, UnitOfWork unit, Logins logins)
    : IRequestHandler<CreateFirstOperator, Outcome<UserId>>
{
    public async Task<Outcome<UserId>> Handle(CreateFirstOperator request, CancellationToken cancellationToken)
    {
        if (await db.Grants.AnyAsync(g => g.Role == Role.Operator, cancellationToken))
        {
            return Outcome.NotFound;
        }

        var made = await logins.AddAsync(request.Username, request.DisplayName, request.Password, [new Grant(Role.Operator)], cancellationToken);
        if (!made.Succeeded)
        {
            return made;
        }

        db.FirstOperators.Add(new FirstOperator { UserId = made.Value, At = unit.Clock.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return made;
        }
        // Somebody else was first, at this very moment.
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return Outcome.NotFound;
        }
    }
}
