using Microsoft.AspNetCore.Mvc;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;

namespace Portal.Extensions.Pages.Employees.Tiles;

/// <summary>The viewer's own number, as the switch has it.</summary>
internal sealed class MyLineTile(IExtensionDirectory directory, CurrentUser user) : ViewComponent
{
    public IViewComponentResult Invoke() =>
        user.Employee is { } me && directory.Find(me) is { } line
            ? View("/Pages/Employees/Tiles/_MyLineTile.cshtml", line)
            : Content("");
}
