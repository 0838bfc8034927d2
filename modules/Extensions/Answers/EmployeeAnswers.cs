using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity.Access;

namespace Portal.Extensions.Answers;

/// <summary>What other modules ask about employees, within the asker's reach.</summary>
internal sealed class EmployeeAnswers(ExtensionsDb db, IAccess access, UnitOfWork unit, SipSecrets secrets) :
    IRequestHandler<FindEmployee, EmployeeSummary?>,
    IRequestHandler<FindEmployeeByExtension, EmployeeSummary?>,
    IRequestHandler<ListEmployees, IReadOnlyList<EmployeeSummary>>,
    IRequestHandler<GetSipSecret, string?>
{
    public async Task<EmployeeSummary?> Handle(FindEmployee request, CancellationToken cancellationToken) =>
        (await Visible.SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken))?.ToSummary();

    public async Task<EmployeeSummary?> Handle(FindEmployeeByExtension request, CancellationToken cancellationToken) =>
        (await Visible.SingleOrDefaultAsync(e => e.CompanyId == request.Company && e.Extension == request.Extension, cancellationToken))?.ToSummary();

    public async Task<IReadOnlyList<EmployeeSummary>> Handle(ListEmployees request, CancellationToken cancellationToken)
    {
        var employees = request.Company is { } company ? Visible.Where(e => e.CompanyId == company) : Visible;
        return await employees.OrderBy(e => e.ExtensionOrder).ThenBy(e => e.Id).Take(request.Limit)
            .Select(e => new EmployeeSummary(e.Id, e.CompanyId, e.SiteId, e.Username, e.FirstName, e.LastName, e.Extension, e.Status))
            .ToListAsync(cancellationToken);
    }

    public async Task<string?> Handle(GetSipSecret request, CancellationToken cancellationToken) =>
        await db.Employees.AsNoTracking().Within(access.ReachOf(ExtensionsModule.Change.Key), unit)
                .Where(e => e.Id == request.Id).Select(e => e.SipSecret).SingleOrDefaultAsync(cancellationToken) is { } secret
            ? secrets.Reveal(secret)
            : null;

    // "Own" reaches as far as "view" and, for an employee, their own record.
    private IQueryable<Employee> Visible => db.Employees.AsNoTracking().Within(access.ReachOf(ExtensionsModule.Own.Key), unit);
}
