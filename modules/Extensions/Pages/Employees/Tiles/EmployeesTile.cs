using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ViewComponents;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity.Access;

namespace Portal.Extensions.Pages.Employees.Tiles;

/// <summary>How many employees the viewer looks after, by status, and the way to add one.</summary>
internal sealed class EmployeesTile(ExtensionsDb db, IAccess access, UnitOfWork unit) : ViewComponent
{
    public async Task<ViewViewComponentResult> InvokeAsync()
    {
        var counts = await db.Employees.AsNoTracking().Within(access.ListReach(ExtensionsModule.View.Key), unit)
            .GroupBy(e => e.Status).Select(g => new StatusCount(g.Key, g.Count())).ToListAsync(HttpContext.RequestAborted);
        return View("/Pages/Employees/Tiles/_EmployeesTile.cshtml", new EmployeeCounts(
            counts.Sum(c => c.Count), [.. counts.OrderBy(c => c.Status)], access.AllowsSomewhere(ExtensionsModule.Change.Key)));
    }
}

internal sealed record StatusCount(EmployeeStatus Status, int Count);

internal sealed record EmployeeCounts(int Total, IReadOnlyList<StatusCount> ByStatus, bool MayAdd);
