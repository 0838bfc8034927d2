using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Lines;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Pages.Employees;

/// <summary>Adds an employee with a login and a SIP account. <see cref="TakeNewPasswords"/> then shows both passwords once.</summary>
/// <param name="SendWelcome">The welcome mail lets the person choose the portal password; none is made then.</param>
internal sealed record AddEmployee(EmployeeDetails Details, bool SendWelcome = false) : IChange<Outcome<EmployeeId>>;

internal sealed class AddEmployeeHandler(
    ExtensionsDb db, EmployeeChanges changes, EmployeeChecks checks, Handovers handovers, SipSecrets secrets, IMediator mediator, IAccess access, IExtensionPlan plan, TimeProvider clock)
    : IRequestHandler<AddEmployee, Outcome<EmployeeId>>
{
    public async Task<Outcome<EmployeeId>> Handle(AddEmployee request, CancellationToken cancellationToken)
    {
        var details = request.Details.Tidied();
        if (await mediator.Send(new FindSite(details.Site), cancellationToken) is not { } site
            || !access.Allows(ExtensionsModule.Change.Key, new ObjectScope(site.CompanyId, site.Id)))
        {
            return Outcome.Refused([EmployeeChecks.NoSuchSite, .. EmployeeRules.Check(details, plan)]);
        }

        if (await checks.ProblemsAsync(site.CompanyId, null, details, cancellationToken) is { Count: > 0 } problems)
        {
            return Outcome.Refused(problems);
        }

        var passwords = new NewPasswords(SipPassword.Generate(), request.SendWelcome ? null : await mediator.Send(new SuggestPassword(), cancellationToken));
        var employee = Employee.Add(EmployeeId.New(), site.CompanyId, details, secrets.Protect(passwords.Sip), clock.GetUtcNow());
        db.Add(employee);
        await handovers.PutAsync(employee, passwords, cancellationToken);
        try
        {
            await changes.SaveAsync([employee], cancellationToken);
        }
        catch (DbUpdateException e) when (checks.IsTaken(e, details, out var taken))
        {
            return taken;
        }

        var login = await mediator.Send(
            new CreateLogin(employee.Id, employee.CompanyId, employee.SiteId, employee.Username, employee.FullName, passwords.Portal, employee.Email),
            cancellationToken);
        if (!login.Succeeded)
        {
            return new Outcome(login.Kind, login.Problems);
        }

        var welcome = request.SendWelcome ? await mediator.Send(new SendWelcomeMail(employee.Id), cancellationToken) : Outcome.Done;
        return welcome.Succeeded ? employee.Id : welcome;
    }
}
