using MediatR;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Users;

/// <summary>
/// Adds somebody who is no employee: an operator, a partner's login, or an administrator of a company. Employees get their logins
/// where employees are added.
/// </summary>
/// <param name="Company">Of a company administrator or group administrator.</param>
/// <param name="Partner">Of a partner's login.</param>
internal sealed record AddUser(
    Role Role, string Username, string Name, string? Email, string? Password, CompanyId? Company = null, PartnerId? Partner = null)
    : IChange<Outcome<UserId>>;

internal sealed class AddUserHandler(Logins logins, IAccess access, CurrentUser asker) : IRequestHandler<AddUser, Outcome<UserId>>
{
    public async Task<Outcome<UserId>> Handle(AddUser request, CancellationToken cancellationToken)
    {
        var grant = request.Role switch
        {
            Role.Operator => new Grant(Role.Operator),
            Role.Partner when request.Partner is { } partner => new Grant(Role.Partner, Partner: partner),
            Role.CompanyAdmin or Role.GroupAdmin when request.Company is { } company => new Grant(request.Role, company),
            _ => null,
        };
        if (grant is null || !access.Allows(IdentityModule.AddUsers, new ObjectScope(grant.Company)))
        {
            return Outcome.NotFound;
        }

        // Nobody makes somebody wider than they are themselves.
        if (asker.MainRole > request.Role)
        {
            return Outcome.Forbidden;
        }

        if (EmailRules.WhyNot(request.Email) is { } reason)
        {
            return Outcome.Refused("Email", reason);
        }

        return await logins.AddAsync(request.Username, request.Name, request.Password, [grant], cancellationToken, EmailRules.Kept(request.Email));
    }
}
