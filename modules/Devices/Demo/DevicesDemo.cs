using MediatR;
using Portal.Data;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Demo;

/// <summary>John's Yealink and Jane's Polycom, with passwords that everybody may know.</summary>
internal sealed class DevicesDemo(DevicesDb db, IMediator mediator, ProvisioningSecrets secrets, UnitOfWork unit) : IDemoData
{
    public int Order => 30;

    public async Task SeedAsync(CancellationToken ct)
    {
        var acme = (await mediator.Send(new ListCompanies(), ct)).FirstOrDefault(c => c.SipDomain == "acme.localhost");
        if (acme is null)
        {
            return;
        }

        await AddAsync(acme.Id, "yealink-t46g", "00:15:65:00:20:01", "2001", "prov-2001", ct);
        await AddAsync(acme.Id, "polycom-vvx411", "00:04:F2:00:20:02", "2002", "prov-2002", ct);
        await db.SaveChangesAsync(ct);
    }

    private async Task AddAsync(CompanyId company, string model, string label, string extension, string password, CancellationToken ct)
    {
        if (await mediator.Send(new FindEmployeeByExtension(company, extension), ct) is not { } employee)
        {
            return;
        }

        var mac = MacAddress.Parse(label);
        var now = unit.Clock.GetUtcNow();
        db.Devices.Add(new Device
        {
            CompanyId = company,
            SiteId = employee.SiteId,
            Model = model,
            Mac = mac.Hex,
            EmployeeId = employee.Id,
            Secret = secrets.Protect(mac, password),
            SecretAt = now,
            CreatedAt = now,
        });
    }
}
