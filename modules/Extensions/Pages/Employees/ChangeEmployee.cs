using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Lines;
using Portal.Identity.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Pages.Employees;

/// <param name="Version">The version the form was filled from; a later one in the database is a conflict.</param>
internal sealed record ChangeEmployee(EmployeeId Id, int Version, EmployeeDetails Details) : IChange<Outcome>;

internal sealed class ChangeEmployeeHandler(
    ExtensionsDb db, EmployeeLookup lookup, EmployeeChanges changes, EmployeeChecks checks, IMediator mediator, IAccess access)
    : IRequestHandler<ChangeEmployee, Outcome>
{
    public async Task<Outcome> Handle(ChangeEmployee request, CancellationToken cancellationToken)
    {
        if (await lookup.FindAsync(request.Id, ExtensionsModule.Change, cancellationToken) is not { } employee)
        {
            return Outcome.NotFound;
        }

        var details = request.Details.Tidied();
        var problems = await checks.ProblemsAsync(employee.CompanyId, employee.Id, details, cancellationToken);
        if (details.Site != employee.SiteId && !await MayMoveToAsync(details.Site, employee.CompanyId, cancellationToken))
        {
            problems = [EmployeeChecks.NoSuchSite, .. problems];
        }

        if (problems.Count > 0)
        {
            return Outcome.Refused(problems);
        }

        db.ExpectVersion(employee, request.Version);
        employee.Change(details);
        try
        {
            await changes.SaveAsync([employee], cancellationToken);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && checks.IsTaken(e, details, out var taken))
        {
            return taken;
        }

        var login = await mediator.Send(
            new UpdateLogin(employee.Id, employee.SiteId, employee.Username, employee.FullName, employee.Email ?? ""), cancellationToken);
        // Not every employee has a login: people brought in by an import may get one later.
        return login.Kind == OutcomeKind.NotFound ? Outcome.Done : login;
    }

    // An employee stays in the company, and nobody is moved to a site the mover has no power over.
    private async Task<bool> MayMoveToAsync(SiteId to, CompanyId company, CancellationToken ct) =>
        await mediator.Send(new FindSite(to), ct) is { } site && site.CompanyId == company
        && access.Allows(ExtensionsModule.Change.Key, new ObjectScope(company, site.Id));
}
