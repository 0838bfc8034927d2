using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Devices.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Devices.Pages.Devices;

[Needs("devices.change")]
internal sealed class EditModel(IMediator mediator, DeviceAccess devices, DeviceChoices choices, IExtensionDirectory directory) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    public Device Device { get; private set; } = default!;

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    public IReadOnlyList<EmployeeSummary> People { get; private set; } = [];

    internal sealed record Form : DeviceForm
    {
        public int Version { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(DeviceId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        Input = new Form
        {
            Site = Device.SiteId.ToString(),
            Model = Device.Model,
            Extension = ExtensionOf(Device),
            Version = Device.Version,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(DeviceId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var current = (Device.Version, Device.Model, Extension: ExtensionOf(Device), Site: Device.SiteId.ToString());
        var outcome = await mediator.Send(new ChangeDevice(id, Input.SiteId, Input.Model, Input.Extension, Input.Version), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Differences(current.Model, current.Extension, current.Site)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("Saved. The phone is asked to read its configuration again."));
        return RedirectToPage("/Devices/Profile", new { id });
    }

    private IEnumerable<FieldChange> Differences(string model, string? extension, string site)
    {
        if (model != Input.Model)
        {
            yield return new FieldChange(T("Model"), PhoneModels.Find(Input.Model)?.FullName ?? "", PhoneModels.Find(model)?.FullName ?? "");
        }

        if ((extension ?? "") != (Input.Extension ?? ""))
        {
            yield return new FieldChange(T("Used by extension"), Input.Extension ?? T("nobody"), extension ?? T("nobody"));
        }

        if (site != Input.Site)
        {
            yield return new FieldChange(T("Site"), SiteName(Input.Site), SiteName(site));
        }
    }

    private string SiteName(string id) => Sites.FirstOrDefault(s => s.Value == id)?.Text ?? T("another site");

    private string? ExtensionOf(Device device) => device.EmployeeId is { } employee ? directory.Find(employee)?.Number : null;

    private async Task<bool> LoadAsync(DeviceId id, CancellationToken ct)
    {
        if (await devices.FindAsync(id, DevicesModule.Change, ct) is not { } device)
        {
            return false;
        }

        Device = device;
        Head.Title = T($"Edit {device.Address.Label}");
        Head.Under(T("Devices"), "/devices").Under(device.Address.Label, $"/devices/{id}");
        Sites = await choices.SitesAsync(device.CompanyId, ct);
        People = await choices.PeopleAsync(device.CompanyId, ct);
        return true;
    }
}
