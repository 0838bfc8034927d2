using System.Text.RegularExpressions;

namespace Portal.Numbering.Plans;

internal enum LengthCheck
{
    Possible,
    TooShort,
    TooLong,

    /// <summary>Between two lengths that exist.</summary>
    Between,
}

/// <summary>One country's (or one non-geographic code's) numbering plan, as the metadata describes it.</summary>
internal sealed class NumberingPlan
{
    // Asked in this order: the first whose pattern fits names the number.
    private static readonly NumberKind[] KindsBesideFixed =
    [
        NumberKind.Mobile, NumberKind.PremiumRate, NumberKind.TollFree, NumberKind.SharedCost, NumberKind.Voip,
        NumberKind.PersonalNumber, NumberKind.Pager, NumberKind.UniversalAccess, NumberKind.Voicemail,
    ];

    public required string CallingCode { get; init; }

    /// <summary>Matches what is dialled before an international number: <c>00</c>, <c>011</c>.</summary>
    public required Regex InternationalPrefix { get; init; }

    public required Regex Pattern { get; init; }

    /// <summary>Ascending.</summary>
    public required int[] Lengths { get; init; }

    /// <summary>Empty for countries that write their numbers as the main country of their calling code does.</summary>
    public required FormatRule[] Formats { get; init; }

    /// <summary>How the national prefix is written before the first group: <c>0$1</c>.</summary>
    public string? PrefixRule { get; init; }

    /// <summary>Matches what people of the country put before a national number.</summary>
    public Regex? NationalPrefix { get; init; }

    /// <summary>What a number that matched the prefix with a captured part becomes: <c>1481$1</c>.</summary>
    public string? PrefixTransform { get; init; }

    /// <summary>Tells countries of one calling code apart by how their numbers begin.</summary>
    public Regex? LeadingDigits { get; init; }

    public required IReadOnlyDictionary<NumberKind, KindPattern> Kinds { get; init; }

    public bool KnowsKinds => Kinds.Count > 0;

    public bool Matches(string national) => Pattern.IsMatch(national);

    public LengthCheck CheckLength(string national) => national.Length switch
    {
        var n when Array.IndexOf(Lengths, n) >= 0 => LengthCheck.Possible,
        var n when n < Lengths[0] => LengthCheck.TooShort,
        var n when n > Lengths[^1] => LengthCheck.TooLong,
        _ => LengthCheck.Between,
    };

    public NumberKind KindOf(string national)
    {
        if (!Matches(national))
        {
            return NumberKind.Unknown;
        }

        if (Is(NumberKind.FixedLine, national))
        {
            // Where mobile numbers have no pattern of their own they look like fixed ones.
            return !Kinds.TryGetValue(NumberKind.Mobile, out var mobile) || mobile.Pattern is null || mobile.Fits(national)
                ? NumberKind.FixedLineOrMobile
                : NumberKind.FixedLine;
        }

        foreach (var kind in KindsBesideFixed)
        {
            if (Is(kind, national))
            {
                return kind;
            }
        }

        return NumberKind.Unknown;
    }

    private bool Is(NumberKind kind, string national) => Kinds.TryGetValue(kind, out var pattern) && pattern.Fits(national);
}

/// <summary>The numbers of one kind. No pattern: the plan only says that the kind exists.</summary>
internal sealed record KindPattern(Regex? Pattern, int[] Lengths)
{
    public bool Fits(string national) => Pattern is not null && Array.IndexOf(Lengths, national.Length) >= 0 && Pattern.IsMatch(national);
}

/// <summary>How numbers that begin so are grouped.</summary>
/// <param name="Leading">The longest test of the first digits; null: any.</param>
/// <param name="National">Replacement for numbers written in the country: <c>$1 $2-$3</c>.</param>
internal sealed record FormatRule(Regex Pattern, Regex? Leading, string National, string International, string? PrefixRule)
{
    public bool Fits(string national) => (Leading is null || Leading.IsMatch(national)) && Pattern.IsMatch(national);
}
