using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Extensions.Data;

/// <summary>Finds employees for a page or a change: what the permission does not reach does not exist.</summary>
internal sealed class EmployeeLookup(ExtensionsDb db, IAccess access)
{
    /// <summary>The employee, tracked for changing, or null.</summary>
    public async Task<Employee?> FindAsync(EmployeeId id, Permission permission, CancellationToken ct) =>
        await db.Employees.SingleOrDefaultAsync(e => e.Id == id, ct) is { } employee && access.Allows(permission.Key, employee.Scope())
            ? employee
            : null;
}
