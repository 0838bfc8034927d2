using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Numbering.Plans;

/// <summary>
/// Turns one plan of the metadata into patterns. A plan is an array with a place for each property; a missing one is 0 or cut off.
/// The layout is described in METADATA.md of libphonenumber-js.
/// </summary>
internal static class PlanReader
{
    private const int CallingCode = 0, InternationalPrefix = 1, Pattern = 2, Lengths = 3, Formats = 4, NationalPrefix = 5, PrefixRule = 6,
        PrefixForParsing = 7, PrefixTransform = 8, LeadingDigits = 10, Types = 11;

    // The places of the kinds within the array of types.
    private static readonly NumberKind[] Kinds =
    [
        NumberKind.FixedLine, NumberKind.Mobile, NumberKind.TollFree, NumberKind.PremiumRate, NumberKind.PersonalNumber,
        NumberKind.Voicemail, NumberKind.UniversalAccess, NumberKind.Pager, NumberKind.Voip, NumberKind.SharedCost,
    ];

    /// <param name="main">The plan of the main country of the calling code, which has the formats for all of them.</param>
    public static NumberingPlan Read(JsonElement plan, JsonElement main)
    {
        var lengths = plan[Lengths].Deserialize<int[]>()!;
        var prefixRule = Text(plan, PrefixRule) ?? Text(main, PrefixRule);
        return new NumberingPlan
        {
            CallingCode = plan[CallingCode].GetString()!,
            InternationalPrefix = Beginning(Text(plan, InternationalPrefix) ?? "(?!)"),
            Pattern = Whole(plan[Pattern].GetString()!),
            Lengths = lengths,
            Formats = [.. (Array(plan, Formats) ?? Array(main, Formats) ?? []).Select(f => ReadFormat(f, prefixRule))],
            PrefixRule = prefixRule,
            NationalPrefix = (Text(plan, PrefixForParsing) ?? Text(plan, NationalPrefix)) is { } prefix ? Beginning(prefix) : null,
            PrefixTransform = Text(plan, PrefixTransform) is { } transform ? Replacement(transform) : null,
            LeadingDigits = Text(plan, LeadingDigits) is { } leading ? Beginning(leading) : null,
            Kinds = ReadKinds(Array(plan, Types) ?? [], lengths),
        };
    }

    private static FormatRule ReadFormat(JsonElement format, string? prefixRule)
    {
        var national = format[1].GetString()!;
        var leading = Array(format, 2)?.LastOrDefault().GetString();
        return new FormatRule(
            Whole(format[0].GetString()!), leading is null ? null : Beginning(leading), national,
            Replacement(Text(format, 5) ?? national), Text(format, 3) ?? prefixRule);
    }

    private static Dictionary<NumberKind, KindPattern> ReadKinds(IEnumerable<JsonElement> types, int[] lengths)
    {
        var kinds = new Dictionary<NumberKind, KindPattern>();
        foreach (var (type, kind) in types.Zip(Kinds))
        {
            if (type.ValueKind == JsonValueKind.Array)
            {
                var pattern = type[0].GetString()!;
                kinds[kind] = new(pattern.Length == 0 ? null : Whole(pattern), Array(type, 1)?.Select(l => l.GetInt32()).ToArray() ?? lengths);
            }
        }

        return kinds;
    }

    // Only ASCII digits arrive here, so \d may be .NET's. ${1} where the metadata says $1: "$15" would be the fifteenth group in .NET.
    internal static string Replacement(string metadata) => Regex.Replace(metadata, @"\$(\d)", "$${$1}");

    private static Regex Whole(string pattern) => new(@"\A(?:" + pattern + @")\z", RegexOptions.CultureInvariant);

    private static Regex Beginning(string pattern) => new(@"\A(?:" + pattern + ")", RegexOptions.CultureInvariant);

    private static string? Text(JsonElement array, int place) =>
        place < array.GetArrayLength() && array[place] is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static IEnumerable<JsonElement>? Array(JsonElement array, int place) =>
        place < array.GetArrayLength() && array[place] is { ValueKind: JsonValueKind.Array } inner ? inner.EnumerateArray() : null;
}
