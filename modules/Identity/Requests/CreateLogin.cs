using MediatR;
using Portal.Data.Isolation;
using Portal.Identity.Accounts;
using Portal.Identity.Contracts;
using Portal.Identity.Domain;
using Portal.Identity.Passwords;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Requests;

internal sealed class CreateLoginHandler(Logins logins, IAccess access, DataScope scope) : IRequestHandler<CreateLogin, Outcome<UserId>>
{
    public async Task<Outcome<UserId>> Handle(CreateLogin request, CancellationToken cancellationToken) =>
        Addresses.Problem(request.Email) is { } problem
            ? Outcome.Refused([problem])
            : scope.Everything || access.Allows(IdentityModule.ChangeLogins, new ObjectScope(request.Company, request.Site))
            ? await logins.AddAsync(
                request.Username, request.DisplayName, request.Password,
                [new Grant(Role.Employee, request.Company, request.Site, request.Employee)], cancellationToken, Addresses.Folded(request.Email))
            : Outcome.NotFound;
}

internal sealed class SuggestPasswordHandler : IRequestHandler<SuggestPassword, string>
{
    public Task<string> Handle(SuggestPassword request, CancellationToken cancellationToken) => Task.FromResult(PasswordSuggestion.Next());
}
