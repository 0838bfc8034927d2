using Microsoft.AspNetCore.Mvc;
using Portal.Extensions.Contracts;

namespace Portal.CallLogs.Tiles;

/// <summary>An employee's last calls, on the employee's overview.</summary>
internal sealed class LastCallsTile(CallFigures figures) : ViewComponent
{
    private const int Shown = 5;

    public async Task<IViewComponentResult> InvokeAsync(EmployeeSummary employee) =>
        View("/Pages/Shared/Components/MyCallsTile/Default.cshtml", await figures.OfAsync(employee.CompanyId, employee.Id, Shown, HttpContext.RequestAborted));
}
