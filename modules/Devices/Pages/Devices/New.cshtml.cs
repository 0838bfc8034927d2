using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Devices.Pages.Devices;

[Needs("devices.change")]
internal sealed class NewModel(IMediator mediator, DeviceChoices choices) : PortalPage
{
    [BindProperty]
    public Form Input { get; set; } = new();

    // No model or site is chosen beforehand: a wrong one that nobody noticed makes a phone that doesn't work.
    public static IReadOnlyList<SelectListItem> Models => [new(T("Choose a model"), ""), .. DeviceChoices.Models];

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    public IReadOnlyList<EmployeeSummary> People { get; private set; } = [];

    internal sealed record Form : DeviceForm
    {
        [Required(ErrorMessage = "Type the MAC address from the phone's label."), StringLength(32), Display(Name = "MAC address")]
        public string Mac { get; set; } = "";
    }

    public async Task OnGetAsync(CancellationToken ct) => await LoadAsync(ct);

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AddDevice(Input.SiteId, Input.Model, Input.Mac, Input.Extension), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        TempData[ProfileModel.PasswordKey] = outcome.Value!.Password;
        Toast(T("The phone is added. Write its password down now: it is shown once."));
        return RedirectToPage("/Devices/Profile", new { id = outcome.Value.Id });
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Head.Title = T("Add device");
        Head.Under(T("Devices"), "/devices");
        var sites = await choices.SitesAsync(null, ct);
        Sites = sites.Count == 1 ? sites : [new(T("Choose a site"), ""), .. sites];
        People = await choices.PeopleAsync(null, ct);
    }
}
