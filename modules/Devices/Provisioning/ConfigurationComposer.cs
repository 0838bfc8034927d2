using MediatR;
using Portal.Devices.Domain;
using Portal.Extensions.Contracts;
using Portal.Tenancy.Contracts;

namespace Portal.Devices.Provisioning;

/// <summary>
/// Puts a phone's configuration together from what the modules know: whose it is, the SIP account, the site's clock. Needs a
/// scope that may see the device's company.
/// </summary>
internal sealed class ConfigurationComposer(IMediator mediator)
{
    public async Task<PhoneConfiguration> ComposeAsync(Device device, Registrar registrar, CancellationToken ct)
    {
        var company = await mediator.Send(new FindCompany(device.CompanyId), ct);
        var site = await mediator.Send(new FindSite(device.SiteId), ct);
        var model = device.Kind;
        PhoneAccount[] accounts = company is not null && await AccountAsync(device, company, ct) is { } account ? [account] : [];
        return new PhoneConfiguration(device.Address, model, registrar, accounts, Keys(model, accounts),
            PhoneClock.Of(site?.TimeZone ?? company?.TimeZone ?? "Etc/UTC"))
        {
            Country = company?.Country ?? "",
        };
    }

    private async Task<PhoneAccount?> AccountAsync(Device device, CompanySummary company, CancellationToken ct)
    {
        if (device.EmployeeId is not { } id || await mediator.Send(new FindEmployee(id), ct) is not { } employee)
        {
            return null;
        }

        // An employee who has left keeps no working phone.
        return employee.Status == EmployeeStatus.Inactive || await mediator.Send(new GetSipSecret(id), ct) is not { } password
            ? null
            : new PhoneAccount(1,
                PhoneText.Clean($"{employee.Extension} {employee.FullName}", PhoneText.LongestLabel),
                PhoneText.Clean(employee.FullName, PhoneText.LongestName),
                employee.Extension, company.SipDomain, password);
    }

    // Every key is written, blank ones too: phones come from the factory with lines on keys that have none here.
    private static PhoneKey[] Keys(PhoneModel model, IReadOnlyList<PhoneAccount> accounts) =>
        [.. Enumerable.Range(1, model.LineKeys).Select(position => accounts.FirstOrDefault(a => a.Line == position) is { } account
            ? new PhoneKey(position, PhoneKeyKind.Line, account.Line, Label: account.Label)
            : new PhoneKey(position, PhoneKeyKind.Blank))];
}
