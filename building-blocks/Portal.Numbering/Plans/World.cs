using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;

namespace Portal.Numbering.Plans;

/// <summary>The numbering plans of the world. Read once from the embedded metadata; a country's patterns are made when it is first asked for.</summary>
internal static class World
{
    private const int LongestCallingCode = 3;

    private static readonly JsonElement Countries, NonGeographic;
    private static readonly FrozenDictionary<string, string[]> ByCallingCode;
    private static readonly ConcurrentDictionary<string, NumberingPlan?> Plans = new(StringComparer.Ordinal);

    static World()
    {
        using var stream = typeof(World).Assembly.GetManifestResourceStream("numbering-plans.json")!;
        // Kept for as long as the process: plans are made from it on demand.
        var root = JsonDocument.Parse(stream).RootElement;
        if (root.GetProperty("version").GetInt32() != 4)
        {
            throw new InvalidOperationException("The numbering metadata has another layout than the one this version reads.");
        }

        (Countries, NonGeographic) = (root.GetProperty("countries"), root.GetProperty("nonGeographic"));
        ByCallingCode = root.GetProperty("country_calling_codes").EnumerateObject()
            .ToFrozenDictionary(c => c.Name, c => c.Value.EnumerateArray().Select(v => v.GetString()!).ToArray(), StringComparer.Ordinal);
    }

    public static IEnumerable<string> AllCountries => Countries.EnumerateObject().Select(c => c.Name);

    /// <summary>The plan of a country, or null.</summary>
    public static NumberingPlan? Find(string country) =>
        Plans.TryGetValue(country, out var plan) ? plan
        : Countries.TryGetProperty(country, out var data) ? Plans.GetOrAdd(country, _ => PlanReader.Read(data, MainPlanData(data)))
        : null;

    /// <summary>The plan of a calling code: of its main country where several share it. Null for a code that nobody has.</summary>
    public static NumberingPlan? FindByCallingCode(string code) =>
        ByCallingCode.TryGetValue(code, out var countries) ? Find(countries[0])
        : Plans.TryGetValue(code, out var plan) ? plan
        : NonGeographic.TryGetProperty(code, out var data) ? Plans.GetOrAdd(code, _ => PlanReader.Read(data, data))
        : null;

    /// <summary>The calling code that these digits begin with. Codes are free of prefixes: at most one fits.</summary>
    public static string? CallingCodeOf(string digits)
    {
        for (var length = 1; length <= LongestCallingCode && length <= digits.Length; length++)
        {
            var code = digits[..length];
            if (ByCallingCode.ContainsKey(code) || NonGeographic.TryGetProperty(code, out _))
            {
                return code;
            }
        }

        return null;
    }

    /// <summary>Which of the countries with this calling code has the number; null when none does.</summary>
    public static string? CountryOf(string callingCode, string national)
    {
        if (!ByCallingCode.TryGetValue(callingCode, out var countries))
        {
            return null;
        }

        if (countries.Length == 1)
        {
            return countries[0];
        }

        foreach (var country in countries)
        {
            var plan = Find(country)!;
            if (plan.LeadingDigits is { } leading ? leading.IsMatch(national) : plan.KindOf(national) != NumberKind.Unknown)
            {
                return country;
            }
        }

        return null;
    }

    private static JsonElement MainPlanData(JsonElement country) =>
        Countries.GetProperty(ByCallingCode[country[0].GetString()!][0]);
}
