namespace Portal.Identity.Domain;

/// <summary>The time zones people choose from, by their IANA names.</summary>
internal static class TimeZones
{
    public static IReadOnlyList<string> All { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && (z.Id.Contains('/') || z.Id == "UTC")).Select(z => z.Id).Distinct().Order(StringComparer.Ordinal)];

    private static readonly HashSet<string> Names = [.. All];

    public static bool Knows(string name) => Names.Contains(name);
}
