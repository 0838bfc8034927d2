using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Devices.Registrations;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Devices.Pages.Registrations;

[Needs("registrations.remove")]
internal sealed class RemoveModel(IMediator mediator, LiveRegistrations registrations, IAccess access) : PortalPage
{
    public Registration Registration { get; private set; } = default!;

    public IActionResult OnGet(string key) => Load(key) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken ct)
    {
        if (!Load(key))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new RemoveRegistration(key), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"The registration of {Registration.Extension.Aor} at {Registration.Address} is removed."));
        return RedirectToPage("/Registrations/Index");
    }

    private bool Load(string key)
    {
        if (registrations.Find(key) is not { } found || !access.Allows(DevicesModule.RemoveRegistrations.Key, found.Scope))
        {
            return false;
        }

        Registration = found;
        Head.Title = T("Remove registration");
        Head.Under(T("Registrations"), "/registrations");
        return true;
    }
}
