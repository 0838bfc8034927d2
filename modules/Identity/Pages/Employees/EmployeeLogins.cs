using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
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

    /// <summary>
    /// The head of a page about the login of an employee who has none, or one that stands above the asker. False when the employee
    /// is out of reach too: then there is no such page.
    /// </summary>
    public static async Task<bool> OfAsync(this PageHead head, IdentityDb db, IMediator mediator, IAccess access, string permission, EmployeeId id, CancellationToken ct)
    {
        if (await db.LoginOfAsync(id, ct) is { } login && !access.Allows(permission, login.Scope))
        {
            return false;
        }

        if (await mediator.Send(new FindEmployee(id), ct) is not { } employee
            || !access.Allows(permission, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return false;
        }

        head.Under(T("Employees"), "/employees").Under(employee.FullName, $"/employees/{id}");
        head.Subject = Subject.Employee(id, employee.CompanyId, employee.SiteId, employee.FullName, employee.Extension);
        return true;
    }

    public static void Of(this PageHead head, UserGrant login, User person)
    {
        var id = login.EmployeeId!.Value;
        head.Under(T("Employees"), "/employees").Under(person.DisplayName, $"/employees/{id}");
        head.Subject = Subject.Employee(id, login.CompanyId!.Value, login.SiteId, person.DisplayName, person.Username);
    }
}
