using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;

namespace Portal.CallLogs.Tiles;

/// <summary>The own last calls, and how many were missed today.</summary>
internal sealed class MyCallsTile(CallFigures figures, CurrentUser user) : ViewComponent
{
    private const int Shown = 6;

    public async Task<IViewComponentResult> InvokeAsync() => user.Employee is { } employee
        ? View(await figures.OfAsync(user.Company, employee, Shown, HttpContext.RequestAborted))
        : Content("");
}
