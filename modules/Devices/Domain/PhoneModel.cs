using System.Diagnostics.CodeAnalysis;

namespace Portal.Devices.Domain;

/// <summary>Whose configuration language a phone speaks.</summary>
internal enum Vendor
{
    Yealink,
    Polycom,
}

/// <summary>A kind of telephone, as data: what it can hold and how it asks for its files.</summary>
/// <param name="Key">Stable, stored with the device: <c>yealink-t46g</c>.</param>
/// <param name="Accounts">SIP accounts it can hold.</param>
/// <param name="LineKeys">Keys beside the display over all their pages.</param>
/// <param name="CommonFile">Yealink: the number in <c>y0000000000NN.cfg</c>; 0 for vendors without one.</param>
internal sealed record PhoneModel(string Key, Vendor Vendor, string Name, int Accounts, int LineKeys, int CommonFile = 0)
{
    public string FullName => $"{Vendor} {Name}";

    public string CommonFileName => FormattableString.Invariant($"y{CommonFile:D12}.cfg");
}

/// <summary>The kinds of telephone the portal can set up. T46G and VVX 411 are proven; the others differ in numbers only.</summary>
internal static class PhoneModels
{
    public static IReadOnlyList<PhoneModel> All { get; } =
    [
        new("yealink-t42g", Vendor.Yealink, "T42G", Accounts: 12, LineKeys: 15, CommonFile: 29),
        new("yealink-t46g", Vendor.Yealink, "T46G", Accounts: 16, LineKeys: 27, CommonFile: 28),
        new("yealink-t48g", Vendor.Yealink, "T48G", Accounts: 16, LineKeys: 29, CommonFile: 35),
        new("polycom-vvx311", Vendor.Polycom, "VVX 311", Accounts: 6, LineKeys: 6),
        new("polycom-vvx411", Vendor.Polycom, "VVX 411", Accounts: 12, LineKeys: 12),
    ];

    public static PhoneModel? Find(string? key) => All.FirstOrDefault(m => m.Key == key);

    public static bool IsCommonFile(string file, [NotNullWhen(true)] out PhoneModel? model)
    {
        model = All.FirstOrDefault(m => m.CommonFile > 0 && m.CommonFileName == file);
        return model is not null;
    }
}
