using Portal.Devices.Domain;
using Portal.Devices.Provisioning.Polycom;

namespace Portal.Devices.Provisioning;

internal enum ProvisioningNameKind
{
    /// <summary>Nothing of ours: 404.</summary>
    Unknown,

    /// <summary>The same for every phone, without secrets.</summary>
    Common,

    /// <summary>A phone's own file that we write.</summary>
    Configuration,

    /// <summary>A phone's own file that only the phone writes.</summary>
    Upload,

    /// <summary>Phones ask for it on every start and we never have it: a cheap 404 that counts against nobody.</summary>
    Optional,
}

/// <summary>What a phone asks for, read from the file name. Phones differ in letter case; every case is taken.</summary>
/// <param name="Suffix">What follows the MAC, lower case: <c>.cfg</c>, <c>-phone.cfg</c>. The whole name for common files.</param>
internal readonly record struct ProvisioningName(ProvisioningNameKind Kind, string Suffix, MacAddress Mac = default)
{
    private const int MacDigits = 12;
    public const string CommonMaster = "000000000000.cfg";

    private static readonly Dictionary<string, (ProvisioningNameKind Kind, int Largest)> Suffixes = new()
    {
        [".cfg"] = (ProvisioningNameKind.Configuration, 0),
        [PolycomFiles.AccountSuffix] = (ProvisioningNameKind.Configuration, 0),
        ["-phone.cfg"] = (ProvisioningNameKind.Upload, 256 * 1024),
        ["-web.cfg"] = (ProvisioningNameKind.Upload, 256 * 1024),
        ["-directory.xml"] = (ProvisioningNameKind.Upload, 256 * 1024),
        ["-calls.xml"] = (ProvisioningNameKind.Upload, 256 * 1024),
        ["-boot.log"] = (ProvisioningNameKind.Upload, 1024 * 1024),
        ["-app.log"] = (ProvisioningNameKind.Upload, 1024 * 1024),
        // A boot file could make the phone forget every setting that is not ours, the way to us among them.
        [".boot"] = (ProvisioningNameKind.Optional, 0),
        ["-local.cfg"] = (ProvisioningNameKind.Optional, 0),
        ["-license.cfg"] = (ProvisioningNameKind.Optional, 0),
        ["-profile"] = (ProvisioningNameKind.Optional, 0),
    };

    /// <summary>Uploads: the largest size taken, in octets.</summary>
    public int Largest => Suffixes.TryGetValue(Suffix, out var known) ? known.Largest : 0;

    /// <summary>The part after the MAC without its dash: the name an upload is stored by.</summary>
    public string Own => Suffix.TrimStart('-');

    public static ProvisioningName Read(string file)
    {
        if (file.Length is 0 or > 64)
        {
            return new(ProvisioningNameKind.Unknown, "");
        }

        var name = file.ToLowerInvariant();
        if (name is CommonMaster or PolycomFiles.CommonName || PhoneModels.IsCommonFile(name, out _))
        {
            return new(ProvisioningNameKind.Common, name);
        }

        return name.Length > MacDigits && MacAddress.TryParseName(name.AsSpan(0, MacDigits), out var mac) && mac.Value.IsDevice
            && Suffixes.TryGetValue(name[MacDigits..], out var known)
            ? new(known.Kind, name[MacDigits..], mac.Value)
            : new(ProvisioningNameKind.Unknown, "");
    }
}
