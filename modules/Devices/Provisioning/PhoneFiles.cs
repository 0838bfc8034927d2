using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Portal.Devices.Data;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning.Polycom;
using Portal.Devices.Provisioning.Yealink;

namespace Portal.Devices.Provisioning;

/// <summary>The files of one phone: those we write for it, and those it has left with us.</summary>
internal sealed class PhoneFiles(DevicesDb db, ConfigurationComposer composer, IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Devices.PhoneFile");

    /// <summary>A file that says the same to every phone; null when the name is not ours.</summary>
    public static ProvisionedFile? Common(string name, PhoneUserAgent agent) => name switch
    {
        ProvisioningName.CommonMaster => PolycomFiles.Master(null),
        PolycomFiles.CommonName => PolycomFiles.Common(),
        _ => PhoneModels.IsCommonFile(name, out _) ? YealinkFiles.Common(YealinkGenerations.Of(agent.Firmware)) : null,
    };

    /// <summary>A file for this phone; null when its make has no file of that name, or it has not left one.</summary>
    public async Task<ProvisionedFile?> FindAsync(Device device, ProvisioningName name, Registrar registrar, string? firmware, CancellationToken ct) =>
        (name.Kind, name.Suffix, device.Kind.Vendor) switch
        {
            (ProvisioningNameKind.Configuration, ".cfg", Vendor.Polycom) => PolycomFiles.Master(device.Address),
            (ProvisioningNameKind.Configuration, ".cfg", Vendor.Yealink) => await AccountsAsync(device, registrar, firmware, ct),
            (ProvisioningNameKind.Configuration, PolycomFiles.AccountSuffix, Vendor.Polycom) => await AccountsAsync(device, registrar, firmware, ct),
            (ProvisioningNameKind.Upload, _, Vendor.Polycom) when !name.Suffix.EndsWith(".log", StringComparison.Ordinal) => await LeftAsync(device, name, ct),
            _ => null,
        };

    /// <summary>True for the file that holds the accounts: a phone that has its present tag is up to date.</summary>
    public static bool HoldsAccounts(Device device, ProvisioningName name) =>
        name.Suffix == (device.Kind.Vendor == Vendor.Yealink ? ".cfg" : PolycomFiles.AccountSuffix);

    public async Task<ProvisionedFile> AccountsAsync(Device device, Registrar registrar, string? firmware, CancellationToken ct)
    {
        var phone = await composer.ComposeAsync(device, registrar, ct);
        return device.Kind.Vendor == Vendor.Yealink
            ? YealinkFiles.Account(phone, YealinkGenerations.Of(firmware))
            : PolycomFiles.Account(phone);
    }

    /// <summary>Keeps what the phone sends, over what it sent before. Needs a transaction.</summary>
    public async Task KeepAsync(Device device, ProvisioningName name, byte[] content, CancellationToken ct)
    {
        var file = await db.Files.FindAsync([device.Id, name.Own], ct);
        if (file is null)
        {
            file = new PhoneFile { DeviceId = device.Id, CompanyId = device.CompanyId, Name = name.Own, Content = [] };
            db.Files.Add(file);
        }

        (file.Content, file.At) = (_protector.Protect(content), clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }

    private async Task<ProvisionedFile?> LeftAsync(Device device, ProvisioningName name, CancellationToken ct) =>
        await db.Files.AsNoTracking().SingleOrDefaultAsync(f => f.DeviceId == device.Id && f.Name == name.Own, ct) is { } file
            // Whatever it holds, no browser may take it for a page.
            ? new ProvisionedFile(_protector.Unprotect(file.Content), "application/octet-stream")
            : null;
}
