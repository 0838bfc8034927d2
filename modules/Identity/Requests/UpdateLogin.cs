using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Identity.Contracts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
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

        var user = await db.Users.SingleAsync(u => u.Id == own.UserId, cancellationToken);
        (user.Username, user.DisplayName, own.SiteId) = (request.Username, request.DisplayName.Trim(), request.Site);
        return (await users.UpdateAsync(user)).ToOutcome();
    }
}
