using MediatR;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;

namespace Portal.Extensions.Lines;

/// <summary>Saves employees, tells the other modules inside the transaction, and the directory after it.</summary>
internal sealed class EmployeeChanges(ExtensionsDb db, UnitOfWork unit, IMediator mediator, ExtensionDirectory directory)
{
    public async Task SaveAsync(IReadOnlyCollection<Employee> employees, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        foreach (var employee in employees)
        {
            await mediator.Publish(new EmployeeChanged(employee.ToSummary()), ct);
        }

        LineRow[] rows = [.. employees.Select(LineRow.Of)];
        unit.AfterCommit(committed => directory.FollowAsync(rows, committed));
    }
}
