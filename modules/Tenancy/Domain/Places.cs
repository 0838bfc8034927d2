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

    private static readonly (string Code, string English)[] Money =
    [
        .. Regions.Select(r => (Code: r.ISOCurrencySymbol, English: r.CurrencyEnglishName))
            .Where(c => c.Code.Length == 3 && c.Code.All(char.IsAsciiLetterUpper))
            .DistinctBy(c => c.Code)
            .OrderBy(c => c.Code, StringComparer.Ordinal),
    ];

    /// <summary>ISO 3166-1 alpha-2 codes with names in the reader's language, by name.</summary>
    public static IReadOnlyList<(string Code, string Name)> Countries =>
        [.. Regions.Select(r => (Code: r.TwoLetterISORegionName, Name: Named("country " + r.TwoLetterISORegionName, r.EnglishName))).OrderBy(c => c.Name, StringComparer.CurrentCulture)];

    /// <summary>ISO 4217 codes with names in the reader's language, by code.</summary>
    public static IReadOnlyList<(string Code, string Name)> Currencies => [.. Money.Select(m => (m.Code, Named("currency " + m.Code, m.English)))];

    /// <summary>IANA names of the zones people live in, by name.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
    [
        .. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id)
            .Where(id => id == "UTC" || (id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    public static bool IsCountry(string code) => ByCode.ContainsKey(code);

    public static string CountryName(string code) => ByCode.TryGetValue(code, out var region) ? Named("country " + code, region.EnglishName) : code;

    public static bool IsCurrency(string code) => Money.Any(m => m.Code == code);

    // The names of the other languages are put in when the module is built (Texts/places.mjs); .NET has the English ones.
    private static string Named(string key, string english) => T(key) is var said && said != key ? said : english;

    public static bool IsTimeZone(string id) => id.Length is > 0 and <= 64 && TimeZones.Contains(id);
}
