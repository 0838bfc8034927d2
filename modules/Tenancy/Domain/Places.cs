using System.Globalization;

namespace Portal.Tenancy.Domain;

/// <summary>Countries, currencies and time zones, as the platform's own data (ICU, tzdata) knows them.</summary>
internal static class Places
{
    private static readonly RegionInfo[] Regions =
    [
        .. CultureInfo.GetCultures(CultureTypes.SpecificCultures)
            .Select(c => new RegionInfo(c.Name))
            .Where(r => r.TwoLetterISORegionName.Length == 2 && r.TwoLetterISORegionName.All(char.IsAsciiLetterUpper))
            .DistinctBy(r => r.TwoLetterISORegionName)
            .OrderBy(r => r.EnglishName, StringComparer.Ordinal),
    ];

    private static readonly Dictionary<string, RegionInfo> ByCode = Regions.ToDictionary(r => r.TwoLetterISORegionName);

    /// <summary>ISO 3166-1 alpha-2 codes with English names, by name.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries { get; } = [.. Regions.Select(r => (r.TwoLetterISORegionName, r.EnglishName))];

    /// <summary>ISO 4217 codes with English names, by code.</summary>
    public static IReadOnlyList<(string Code, string Name)> Currencies { get; } =
    [
        .. Regions.Select(r => (Code: r.ISOCurrencySymbol, Name: r.CurrencyEnglishName))
            .Where(c => c.Code.Length == 3 && c.Code.All(char.IsAsciiLetterUpper))
            .DistinctBy(c => c.Code)
            .OrderBy(c => c.Code, StringComparer.Ordinal),
    ];

    /// <summary>IANA names of the zones people live in, by name.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
            .Where(id => id == "UTC" || (id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    public static bool IsCountry(string code) => ByCode.ContainsKey(code);

    public static string CountryName(string code) => ByCode.TryGetValue(code, out var region) ? region.EnglishName : code;

    public static bool IsCurrency(string code) => Currencies.Any(c => c.Code == code);

    public static bool IsTimeZone(string id) => id.Length is > 0 and <= 64 && TimeZones.Contains(id);
}
