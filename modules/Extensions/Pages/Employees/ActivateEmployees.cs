using MediatR;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Lines;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Extensions.Pages.Employees;

/// <summary>
/// Lets employees receive calls (EX2). All of them or none; those activated already are left as they are. Answers how many
/// were activated.
/// </summary>
internal sealed record ActivateEmployees(IReadOnlyCollection<EmployeeId> Ids) : IChange<Outcome<int>>
{
    public const int Most = 1000;
}

internal sealed class ActivateEmployeesHandler(EmployeeLookup lookup, EmployeeChanges changes)
    : IRequestHandler<ActivateEmployees, Outcome<int>>
{
    public async Task<Outcome<int>> Handle(ActivateEmployees request, CancellationToken cancellationToken)
    {
        if (request.Ids.Count is 0 or > ActivateEmployees.Most)
        {
            return Outcome.Refused(T($"Select 1 to {ActivateEmployees.Most} employees."));
        }

        var activated = new List<Employee>();
        foreach (var id in request.Ids.Distinct())
        {
            if (await lookup.FindAsync(id, ExtensionsModule.Change, cancellationToken) is not { } employee)
            {
                return Outcome.NotFound;
            }

            if (employee.CanBeActivated)
            {
                employee.Activate();
                activated.Add(employee);
            }
            else if (employee.Status != EmployeeStatus.Activated)
            {
                return Outcome.Refused(T($"{employee.FullName} ({employee.Extension}) is inactive and can't be activated. Nobody was activated."));
            }
        }

        await changes.SaveAsync(activated, cancellationToken);
        return activated.Count;
    }
}
