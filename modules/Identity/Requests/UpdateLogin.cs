using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Passwords;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Requests;

internal sealed class UpdateLoginHandler(IdentityDb db, UserManager<User> users, IAccess access, DataScope scope)
    : IRequestHandler<UpdateLogin, Outcome>
{
    public async Task<Outcome> Handle(UpdateLogin request, CancellationToken cancellationToken)
    {
        var grants = await db.Grants.Where(g => g.EmployeeId == request.Employee).ToListAsync(cancellationToken);
        if (grants.FirstOrDefault(g => g.Role == Role.Employee) is not { } own
            || (!scope.Everything && !access.Allows(IdentityModule.ChangeLogins, new ObjectScope(own.CompanyId, own.SiteId))))
        {
            return Outcome.NotFound;
        }

        if (Addresses.Problem(request.Email) is { } problem)
        {
            return Outcome.Refused([problem]);
        }

        var user = await db.Users.SingleAsync(u => u.Id == own.UserId, cancellationToken);
        (user.Username, user.DisplayName, own.SiteId) = (request.Username, request.DisplayName.Trim(), request.Site);
        user.Email = request.Email is null ? user.Email : Addresses.Folded(request.Email);
        return (await users.UpdateAsync(user)).ToOutcome();
    }
}
