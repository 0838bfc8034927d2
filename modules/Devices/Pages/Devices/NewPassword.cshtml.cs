using Microsoft.AspNetCore.Mvc;
using Portal.Devices.Domain;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Devices.Pages.Devices;

/// <summary>Asks before the phone's password changes; the profile page makes it.</summary>
[Needs("devices.change")]
internal sealed class NewPasswordModel(DeviceAccess devices) : PortalPage
{
    public Device Device { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(DeviceId id, CancellationToken ct)
    {
        if (await devices.FindAsync(id, DevicesModule.Change, ct) is not { } device)
        {
            return NotFound();
        }

        Device = device;
        Head.Title = T($"New password for {device.Address.Label}");
        Head.Under(T("Devices"), "/devices").Under(device.Address.Label, $"/devices/{id}");
        return Page();
    }
}
