using Portal.Extensions.Contracts;
using Portal.Extensions.Domain;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Extensions.Pages.Employees;

/// <summary>How an employee appears at the head of pages and in lists.</summary>
internal static class EmployeeLook
{
    public static Status Of(EmployeeStatus status) => status switch
    {
        EmployeeStatus.Pending => new Status(Tone.Warning, T("Pending"), "hourglass"),
        EmployeeStatus.Activated => new Status(Tone.Good, T("Activated")),
        EmployeeStatus.Failed => new Status(Tone.Bad, T("Failed")),
        _ => new Status(Tone.Neutral, T("Inactive"), "circle-off"),
    };

    /// <summary>Breadcrumb and side menu of a page that belongs to an employee.</summary>
    public static void Place(PageHead head, Employee employee, SiteSummary? site, string title, bool mayList)
    {
        head.Title = title;
        if (mayList)
        {
            head.Under(T("Employees"), "/employees");
        }

        if (title != employee.FullName)
        {
            head.Under(employee.FullName, $"/employees/{employee.Id}");
        }

        head.Subject = Subject.Employee(
            employee.Id, employee.CompanyId, employee.SiteId, employee.FullName,
            site is null ? employee.Extension : $"{employee.Extension} · {site.Name}", Of(employee.Status));
    }
}
