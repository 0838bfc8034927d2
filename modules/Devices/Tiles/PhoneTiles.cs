using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Pages.Devices;
using Portal.Devices.Registrations;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;

namespace Portal.Devices.Tiles;

/// <summary>How many telephones can be called now.</summary>
internal sealed class RegisteredPhonesTile(LiveRegistrations registrations) : ViewComponent
{
    public IViewComponentResult Invoke()
    {
        var visible = registrations.Visible().ToArray();
        return View(new RegisteredPhones(visible.Length, visible.Select(r => r.Extension.Employee).Distinct().Count()));
    }
}

internal sealed record RegisteredPhones(int Phones, int People);

/// <summary>How many devices there are, and how many of them lie in a cupboard.</summary>
internal sealed class DevicesTile(DeviceAccess devices) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync() => View(new DeviceCounts(
        await devices.Visible().CountAsync(HttpContext.RequestAborted),
        await devices.Visible().CountAsync(d => d.EmployeeId == null, HttpContext.RequestAborted)));
}

internal sealed record DeviceCounts(int Total, int Spare);

/// <summary>The signed-in person's own registered telephones.</summary>
internal sealed class OwnPhonesTile(LiveRegistrations registrations, CurrentUser user) : ViewComponent
{
    public IViewComponentResult Invoke() => user.Employee is { } employee
        ? View("~/Pages/Shared/Components/PhonesOfEmployeeTile/Default.cshtml", registrations.OfEmployee(employee).ToArray())
        : Content("");
}

/// <summary>The registered telephones of the employee whose overview is open.</summary>
internal sealed class PhonesOfEmployeeTile(LiveRegistrations registrations) : ViewComponent
{
    public IViewComponentResult Invoke(EmployeeSummary employee) => View(registrations.OfEmployee(employee.Id).ToArray());
}
