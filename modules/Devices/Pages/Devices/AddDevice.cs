using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Pages.Devices;

/// <summary>Adds a telephone to a site and makes its provisioning password, which is in the answer and nowhere else.</summary>
/// <param name="Extension">Whose phone it is; null or empty for a spare one.</param>
internal sealed record AddDevice(SiteId Site, string Model, string Mac, string? Extension) : IChange<Outcome<NewDevice>>
{
    public override string ToString() => nameof(AddDevice);
}

internal sealed record NewDevice(DeviceId Id, string Password)
{
    public override string ToString() => Id.ToString();
}

internal sealed class AddDeviceHandler(
    DevicesDb db, DeviceAccess devices, IAccess access, IMediator mediator, ProvisioningSecrets secrets, UnitOfWork unit)
    : IRequestHandler<AddDevice, Outcome<NewDevice>>
{
    public async Task<Outcome<NewDevice>> Handle(AddDevice request, CancellationToken cancellationToken)
    {
        var site = await mediator.Send(new FindSite(request.Site), cancellationToken);
        if (site is null || !access.Allows(DevicesModule.Change.Key, new ObjectScope(site.CompanyId, site.Id)))
        {
            return Outcome.Refused("Site", T("Choose a site."));
        }

        var problems = new List<Problem>();
        if (PhoneModels.Find(request.Model) is null)
        {
            problems.Add(new("Model", T("Choose a model.")));
        }

        if (!MacAddress.TryParse(request.Mac, out var mac) || !mac.Value.IsDevice)
        {
            problems.Add(new("Mac", T("A MAC address has twelve digits 0–9 and A–F, for example 00:15:65:12:34:56. It is on the label under the phone.")));
        }

        var (employee, problem) = await devices.EmployeeAsync(site.CompanyId, request.Extension, cancellationToken);
        if (problem is not null)
        {
            problems.Add(problem);
        }

        return problems.Count > 0 ? Outcome.Refused(problems) : await AddAsync(request, site, mac!.Value, employee, cancellationToken);
    }

    private async Task<Outcome<NewDevice>> AddAsync(
        AddDevice request, SiteSummary site, MacAddress mac, EmployeeId? employee, CancellationToken ct)
    {
        var password = ProvisioningSecrets.Generate();
        var now = unit.Clock.GetUtcNow();
        var device = new Device
        {
            CompanyId = site.CompanyId,
            SiteId = site.Id,
            Model = request.Model,
            Mac = mac.Hex,
            EmployeeId = employee,
            Secret = secrets.Protect(mac, password),
            SecretAt = now,
            CreatedAt = now,
        };
        db.Devices.Add(device);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            // Perhaps in another company: which one is nobody's business.
            return Outcome.Refused("Mac", T("This MAC address is in the portal already. If the phone is new to you, ask your provider to release it."));
        }

        return new NewDevice(device.Id, password);
    }
}
