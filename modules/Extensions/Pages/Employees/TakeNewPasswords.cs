using MediatR;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Extensions.Pages.Employees;

/// <summary>The passwords that the asker has just made for this employee, the first time only; not found afterwards.</summary>
internal sealed record TakeNewPasswords(EmployeeId Id) : IChange<Outcome<NewPasswords>>;

internal sealed class TakeNewPasswordsHandler(EmployeeLookup lookup, Handovers handovers) : IRequestHandler<TakeNewPasswords, Outcome<NewPasswords>>
{
    public async Task<Outcome<NewPasswords>> Handle(TakeNewPasswords request, CancellationToken cancellationToken) =>
        await lookup.FindAsync(request.Id, ExtensionsModule.Change, cancellationToken) is not null
        && await handovers.TakeAsync(request.Id, cancellationToken) is { } passwords
            ? passwords
            : Outcome.NotFound;
}
