using MediatR;
using Portal.Identity.Accounts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Pages.Users;

/// <summary>
/// Adds somebody who is no employee: an operator, a partner's login, or an administrator of a company. Employees get their logins
/// where employees are added, contacts where contacts are.
/// </summary>
/// <param name="Company">Of a company administrator or group administrator.</param>
/// <param name="Partner">Of a partner's login.</param>
internal sealed record AddUser(
    Role Role, string Username, string Name, string? Email, FirstCredential First, CompanyId? Company = null, PartnerId? Partner = null)
    : IChange<Outcome<UserId>>;

internal sealed class AddUserHandler(NewAccounts accounts, IMediator mediator) : IRequestHandler<AddUser, Outcome<UserId>>
{
    public async Task<Outcome<UserId>> Handle(AddUser request, CancellationToken cancellationToken)
    {
        var grant = request.Role switch
        {
            Role.Operator => new Grant(Role.Operator),
            Role.Partner when request.Partner is { } partner && await mediator.Send(new FindPartner(partner), cancellationToken) is not null =>
                new Grant(Role.Partner, Partner: partner),
            Role.CompanyAdmin or Role.GroupAdmin when request.Company is { } company => new Grant(request.Role, company),
            _ => null,
        };
        return grant is null
            ? Outcome.NotFound
            : await accounts.AddAsync(grant, request.Username, request.Name, request.Email, request.First, cancellationToken);
    }
}
