using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.Employees;

/// <summary>From an employee to their login, for pages in the employee's side menu.</summary>
internal static class EmployeeLogins
{
    /// <summary>The grant that makes an account this employee's; null when there is none.</summary>
    public static Task<UserGrant?> LoginOfAsync(this IdentityDb db, EmployeeId employee, CancellationToken ct) =>
        db.Grants.AsNoTracking().FirstOrDefaultAsync(g => g.EmployeeId == employee && g.Role == Role.Employee, ct);

    public static void Of(this PageHead head, UserGrant login, User person)
    {
        var id = login.EmployeeId!.Value;
        head.Under(T("Employees"), "/employees").Under(person.DisplayName, $"/employees/{id}");
        head.Subject = Subject.Employee(id, login.CompanyId!.Value, login.SiteId, person.DisplayName, person.Username);
    }
}
