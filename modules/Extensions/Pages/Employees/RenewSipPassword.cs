using MediatR;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Lines;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Extensions.Pages.Employees;

/// <summary>
/// Gives the line a new SIP password, which <see cref="TakeNewPasswords"/> then shows once. Phones with the old one are refused
/// from their next registration on.
/// </summary>
internal sealed record RenewSipPassword(EmployeeId Id) : IChange<Outcome>;

internal sealed class RenewSipPasswordHandler(EmployeeLookup lookup, EmployeeChanges changes, Handovers handovers, SipSecrets secrets)
    : IRequestHandler<RenewSipPassword, Outcome>
{
    public async Task<Outcome> Handle(RenewSipPassword request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, ExtensionsModule.Change, cancellationToken) is not { } employee)
        {
            return Outcome.NotFound;
        }

        var password = SipPassword.Generate();
        employee.RenewSipSecret(secrets.Protect(password));
        await handovers.PutAsync(employee, new NewPasswords(password, null), cancellationToken);
        await changes.SaveAsync([employee], cancellationToken);
        return Outcome.Done;
    }
}
