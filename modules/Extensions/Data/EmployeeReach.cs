using Portal.Data;
using Portal.Extensions.Domain;
using Portal.Modularity.Access;

namespace Portal.Extensions.Data;

internal static class EmployeeReach
{
    /// <summary>The employees a permission reaches. Work of the system itself reaches all, as its scope does.</summary>
    public static IQueryable<Employee> Within(this IQueryable<Employee> employees, Reach reach, UnitOfWork unit)
    {
        if (reach.Everything || unit.Scope.IsSystemWork)
        {
            return employees;
        }

        var (companies, sites, own) = (reach.Companies, reach.Sites, reach.Employees);
        return sites.Count == 0 && own.Count == 0
            ? employees.Where(e => companies.Contains(e.CompanyId))
            : employees.Where(e => companies.Contains(e.CompanyId) || sites.Contains(e.SiteId) || own.Contains(e.Id));
    }

    public static ObjectScope Scope(this Employee employee) => new(employee.CompanyId, employee.SiteId, employee.Id);
}
