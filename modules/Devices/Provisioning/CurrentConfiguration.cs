using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Devices.Domain;

namespace Portal.Devices.Provisioning;

/// <summary>
/// Tells whether a phone has what it should have, by writing its file again as the phone would get it now and comparing the
/// tags. Whatever has changed anywhere (a name, a site's clock, the SIP password) makes the difference.
/// </summary>
internal sealed class CurrentConfiguration(SystemWork system, RegistrarAddress registrars)
{
    /// <returns>Null when the phone has never fetched its accounts.</returns>
    public async Task<bool?> IsHeldAsync(Device device, ProvisioningRun? lastRun, CancellationToken ct)
    {
        if (lastRun?.ConfigurationTag is not { } held)
        {
            return null;
        }

        // The file holds the SIP password, which nobody's page may read: it is written by the system, and only its tag leaves.
        await using var scope = system.Begin("compare a phone's configuration");
        var files = scope.ServiceProvider.GetRequiredService<PhoneFiles>();
        var now = await files.AccountsAsync(device, registrars.For(lastRun.Host), lastRun.Firmware, ct);
        return now.Tag == held;
    }
}
