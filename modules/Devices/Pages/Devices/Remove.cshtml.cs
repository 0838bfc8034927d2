using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Devices.Domain;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Devices.Pages.Devices;

[Needs("devices.change")]
internal sealed class RemoveModel(IMediator mediator, DeviceAccess devices) : PortalPage
{
    public Device Device { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(DeviceId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(DeviceId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var label = Device.Address.Label;
        var outcome = await mediator.Send(new RemoveDevice(id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{label} is removed."));
        return RedirectToPage("/Devices/Index");
    }

    private async Task<bool> LoadAsync(DeviceId id, CancellationToken ct)
    {
        if (await devices.FindAsync(id, DevicesModule.Change, ct) is not { } device)
        {
            return false;
        }

        Device = device;
        Head.Title = T($"Remove {device.Address.Label}");
        Head.Under(T("Devices"), "/devices").Under(device.Address.Label, $"/devices/{id}");
        return true;
    }
}
