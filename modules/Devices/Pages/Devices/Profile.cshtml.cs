using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Devices.Registrations;
using Portal.Extensions.Contracts;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Devices.Pages.Devices;

[Needs("devices.view")]
internal sealed class ProfileModel(
    IMediator mediator, DevicesDb db, DeviceAccess devices, IAccess access, LiveRegistrations registrations, IExtensionDirectory directory,
    CurrentConfiguration configuration) : PortalPage
{
    public const string PasswordKey = "device.password";

    public Device Device { get; private set; } = default!;

    public bool MayChange { get; private set; }

    public SiteSummary? Site { get; private set; }

    public DirectoryEntry? Person { get; private set; }

    public IReadOnlyList<Registration> Registrations { get; private set; } = [];

    public ProvisioningRun? LastRun { get; private set; }

    /// <summary>True when the phone has what it should have; null when it never fetched its accounts.</summary>
    public bool? IsCurrent { get; private set; }

    /// <summary>What the phone left with us, without its content: that is the phone's own.</summary>
    public IReadOnlyList<(string Name, DateTimeOffset At)> Left { get; private set; } = [];

    /// <summary>The new provisioning password, on the one page view after it was made.</summary>
    public string? NewPassword { get; private set; }

    public string ProvisioningUrl => $"{Request.Scheme}://{Request.Host}{Request.PathBase}/provisioning/";

    public bool UrlIsPlain => !Request.IsHttps;

    public async Task<IActionResult> OnGetAsync(DeviceId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        NewPassword = TempData[PasswordKey] as string;
        if (NewPassword is not null)
        {
            Response.Headers.CacheControl = "no-store";
        }

        return Page();
    }

    /// <summary>The part that follows registrations and fetches.</summary>
    public async Task<IActionResult> OnGetStateAsync(DeviceId id, CancellationToken ct) =>
        await LoadAsync(id, ct) ? FragmentOrPage("_State") : NotFound();

    public Task<IActionResult> OnPostApplyAsync(DeviceId id, CancellationToken ct) =>
        DoAsync(id, new ApplyNow(id), T("The phone is asked to read its configuration now."), ct);

    public async Task<IActionResult> OnPostRenewAsync(DeviceId id, CancellationToken ct)
    {
        var outcome = await mediator.Send(new RenewDevicePassword(id), ct);
        if (!outcome.Succeeded)
        {
            return await LoadAsync(id, ct) ? Failed(outcome) : NotFound();
        }

        TempData[PasswordKey] = outcome.Value!.Password;
        Toast(T("The phone has a new password. The old one no longer works."));
        return RedirectToPage(new { id });
    }

    private async Task<IActionResult> DoAsync(DeviceId id, IRequest<Outcome> change, string done, CancellationToken ct)
    {
        var outcome = await mediator.Send(change, ct);
        if (!outcome.Succeeded)
        {
            return await LoadAsync(id, ct) ? Failed(outcome) : NotFound();
        }

        Toast(done);
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(DeviceId id, CancellationToken ct)
    {
        if (await devices.FindAsync(id, DevicesModule.See, ct) is not { } device)
        {
            return false;
        }

        Device = device;
        MayChange = access.Allows(DevicesModule.Change.Key, device.Scope);
        Site = await mediator.Send(new FindSite(device.SiteId), ct);
        Person = device.EmployeeId is { } employee ? directory.Find(employee) : null;
        Registrations = [.. registrations.OfDevice(device)];
        LastRun = await db.Runs.AsNoTracking().Where(r => r.DeviceId == id).OrderByDescending(r => r.StartedAt).FirstOrDefaultAsync(ct);
        IsCurrent = await configuration.IsHeldAsync(device, LastRun, ct);
        Left = [.. (await db.Files.AsNoTracking().Where(f => f.DeviceId == id).OrderBy(f => f.Name)
            .Select(f => new { f.Name, f.At }).ToListAsync(ct)).Select(f => (f.Name, f.At))];
        Head.Title = device.Address.Label;
        Head.Lead = device.Kind.FullName;
        Head.Under(T("Devices"), "/devices");
        Head.PrimaryAction = new(T("Edit"), $"/devices/{id}/edit", "edit", Needs: DevicesModule.Change.Key);
        return true;
    }
}
