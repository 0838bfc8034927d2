using MediatR;
using Portal.Data;
using Portal.Data.Outbox;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Devices.Resync;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Pages.Devices;

/// <summary>Changes where a phone stands, what it is and whose; the phone is then asked to read its configuration again.</summary>
internal sealed record ChangeDevice(DeviceId Id, SiteId Site, string Model, string? Extension, int Version) : IChange<Outcome>;

internal sealed class ChangeDeviceHandler(DevicesDb db, DeviceAccess devices, IAccess access, IMediator mediator, IOutbox outbox)
    : IRequestHandler<ChangeDevice, Outcome>
{
    public async Task<Outcome> Handle(ChangeDevice request, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(request.Id, DevicesModule.Change, cancellationToken) is not { } device)
        {
            return Outcome.NotFound;
        }

        var problems = new List<Problem>();
        var site = await mediator.Send(new FindSite(request.Site), cancellationToken);
        if (site is null || site.CompanyId != device.CompanyId || !access.Allows(DevicesModule.Change.Key, new ObjectScope(site.CompanyId, site.Id)))
        {
            problems.Add(new("Site", T("Choose a site of the same company.")));
        }

        if (PhoneModels.Find(request.Model) is null)
        {
            problems.Add(new("Model", T("Choose a model.")));
        }

        var (employee, problem) = await devices.EmployeeAsync(device.CompanyId, request.Extension, cancellationToken);
        if (problem is not null)
        {
            problems.Add(problem);
        }

        if (problems.Count > 0)
        {
            return Outcome.Refused(problems);
        }

        db.ExpectVersion(device, request.Version);
        (device.SiteId, device.Model, device.EmployeeId) = (request.Site, request.Model, employee);
        // A form saved without a change still counts: whoever saved second was looking at an old version.
        db.Entry(device).Property(d => d.Model).IsModified = true;
        await db.SaveChangesAsync(cancellationToken);
        await outbox.AddAsync(new ResyncPhone(device.Id.Value), cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Makes a new provisioning password; the old one stops working at once. The new one is in the answer and nowhere else.</summary>
internal sealed record RenewDevicePassword(DeviceId Id) : IChange<Outcome<NewDevice>>;

internal sealed class RenewDevicePasswordHandler(DevicesDb db, DeviceAccess devices, ProvisioningSecrets secrets, UnitOfWork unit)
    : IRequestHandler<RenewDevicePassword, Outcome<NewDevice>>
{
    public async Task<Outcome<NewDevice>> Handle(RenewDevicePassword request, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(request.Id, DevicesModule.Change, cancellationToken) is not { } device)
        {
            return Outcome.NotFound;
        }

        var password = ProvisioningSecrets.Generate();
        (device.Secret, device.SecretAt) = (secrets.Protect(device.Address, password), unit.Clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        return new NewDevice(device.Id, password);
    }
}

/// <summary>Asks the phone to read its configuration now.</summary>
internal sealed record ApplyNow(DeviceId Id) : IChange<Outcome>;

internal sealed class ApplyNowHandler(DeviceAccess devices, IOutbox outbox) : IRequestHandler<ApplyNow, Outcome>
{
    public async Task<Outcome> Handle(ApplyNow request, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(request.Id, DevicesModule.Change, cancellationToken) is not { } device)
        {
            return Outcome.NotFound;
        }

        await outbox.AddAsync(new ResyncPhone(device.Id.Value), cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Removes a device with everything it has left with us. Its password opens nothing from then on.</summary>
internal sealed record RemoveDevice(DeviceId Id) : IChange<Outcome>;

internal sealed class RemoveDeviceHandler(DevicesDb db, DeviceAccess devices) : IRequestHandler<RemoveDevice, Outcome>
{
    public async Task<Outcome> Handle(RemoveDevice request, CancellationToken cancellationToken)
    {
        if (await devices.FindAsync(request.Id, DevicesModule.Change, cancellationToken) is not { } device)
        {
            return Outcome.NotFound;
        }

        db.Runs.RemoveRange(db.Runs.Where(r => r.DeviceId == device.Id));
        db.Files.RemoveRange(db.Files.Where(f => f.DeviceId == device.Id));
        db.Devices.Remove(device);
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
