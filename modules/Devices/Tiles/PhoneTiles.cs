using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Data;
using Portal.Devices.Pages.Devices;
using Portal.Devices.Registrations;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

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

/// <summary>The devices of the company or site whose page is open, and how many telephones can be called there now.</summary>
internal sealed class PlaceDevicesTile(DevicesDb db, LiveRegistrations registrations, CurrentUser user, IAccess access) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(CompanySummary? company = null, SiteSummary? site = null)
    {
        if ((site?.CompanyId ?? company?.Id) is not { } id)
        {
            return Content("");
        }

        var devices = db.Devices.AsNoTracking().Where(d => d.CompanyId == id);
        devices = site is null ? devices : devices.Where(d => d.SiteId == site.Id);
        int? registered = access.Allows(DevicesModule.SeeRegistrations.Key, new ObjectScope(id, site?.Id))
            ? registrations.Visible().Count(r => r.Extension.Company == id && (site is null || r.Extension.Site == site.Id))
            : null;
        return View(new PlaceDevices(
            site is not null ? $"/devices?site={site.Id}" : user.Company == id ? "/devices" : $"/devices?company={id}",
            await devices.CountAsync(HttpContext.RequestAborted), await devices.CountAsync(d => d.EmployeeId == null, HttpContext.RequestAborted), registered,
            access.Allows(DevicesModule.Change.Key, new ObjectScope(id, site?.Id))));
    }
}

/// <param name="Registered">Null for those who may not see registrations.</param>
internal sealed record PlaceDevices(string Address, int Total, int Spare, int? Registered, bool MayAdd);

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
