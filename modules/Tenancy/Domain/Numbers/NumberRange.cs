using System.Globalization;
using Portal.Modularity.Requests;
using Portal.Numbering;

namespace Portal.Tenancy.Domain.Numbers;

/// <summary>Numbers that follow one another, or a single one; read from what somebody typed.</summary>
internal sealed record NumberRange(string First, int Count, NumberKind Kind)
{
    public const int Most = 10_000;

    public IEnumerable<string> Numbers
    {
        get
        {
            var first = long.Parse(First.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
            for (var i = 0; i < Count; i++)
            {
                yield return "+" + (first + i).ToString(CultureInfo.InvariantCulture);
            }
        }
    }

    public string Last => Numbers.Skip(Count - 1).First();

    /// <param name="last">Empty: a single number.</param>
    /// <param name="check">Switched off for numbers that do not follow their country's plan.</param>
    public static Outcome<NumberRange> Read(string? first, string? last, string country, bool check)
    {
        var level = check ? NumberCheck.Valid : NumberCheck.Readable;
        var (from, fault) = PhoneNumber.Read(first, country, level);
        if (from?.E164 is not { } start)
        {
            return Outcome.Refused("First", Explain(from is null ? fault : NumberFault.TooLong, check));
        }

        if (string.IsNullOrWhiteSpace(last))
        {
            return new NumberRange(start.Value, 1, from.Kind);
        }

        var (to, lastFault) = PhoneNumber.Read(last, country, level);
        if (to?.E164 is not { } end)
        {
            return Outcome.Refused("Last", Explain(to is null ? lastFault : NumberFault.TooLong, check));
        }

        if (start.Value.Length != end.Value.Length || from.CallingCode != to.CallingCode)
        {
            return Outcome.Refused("Last", T("First and last number must be of the same length and country."));
        }

        var count = long.Parse(end.Digits, CultureInfo.InvariantCulture) - long.Parse(start.Digits, CultureInfo.InvariantCulture) + 1;
        return count switch
        {
            < 1 => Outcome.Refused("Last", T("The last number lies before the first.")),
            > Most => Outcome.Refused("Last", T($"From the first to the last there are {count} numbers; add at most {Most} at a time.")),
            _ => new NumberRange(start.Value, (int)count, from.Kind),
        };
    }

    private static string Explain(NumberFault fault, bool check) => check && fault is NumberFault.NotInPlan or NumberFault.ImpossibleLength or NumberFault.TooShort or NumberFault.TooLong
        ? fault.InWords() + " " + T("Switch the pattern check off if it is right all the same.")
        : fault.InWords();
}
