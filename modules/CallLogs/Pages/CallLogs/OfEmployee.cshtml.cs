using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.CallLogs.Search;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.CallLogs.Pages.CallLogs;

/// <summary>One employee's calls: dialled, received, missed, forwarded.</summary>
[Needs("calls.view")]
internal sealed class OfEmployeeModel(CallLists lists, IAccess access, IMediator mediator) : PortalPage
{
    public CallList Calls { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(EmployeeId id, CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployee(id), ct) is not { } employee
            || !access.Allows(CallLogsModule.View.Key, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return NotFound();
        }

        Head.Title = T("Call logs");
        Head.Subject = Subject.Employee(employee.Id, employee.CompanyId, employee.SiteId, employee.FullName, employee.Extension);
        Head.Under(employee.FullName, $"/employees/{employee.Id}");
        Calls = await lists.ReadAsync(Request, new Viewpoint(employee.CompanyId, Employee: employee.Id), ct);
        return FragmentOrPage("_Calls", Calls);
    }
}
