using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Numbering.Plans;

/// <summary>Writes numbers in groups, as their country does.</summary>
internal static class NumberFormatter
{
    public static string National(NumberingPlan plan, string national)
    {
        if (RuleFor(plan, national) is not { } rule)
        {
            return national;
        }

        var format = rule.National;
        // The prefix rule says what becomes of the first group: "0$1" or "($1)"; the group itself need not be the first of the number.
        if (rule.PrefixRule is { } prefix && format.IndexOf('$') is >= 0 and var at)
        {
            format = string.Concat(format.AsSpan(0, at), prefix.Replace("$1", format.Substring(at, 2), StringComparison.Ordinal), format.AsSpan(at + 2));
        }

        return rule.Pattern.Replace(national, PlanReader.Replacement(format));
    }

    public static string International(NumberingPlan plan, string national) =>
        RuleFor(plan, national) is { } rule ? BlanksOnly(rule.Pattern.Replace(national, rule.International)) : national;

    private static FormatRule? RuleFor(NumberingPlan plan, string national)
    {
        foreach (var rule in plan.Formats)
        {
            if (rule.Fits(national))
            {
                return rule;
            }
        }

        return null;
    }

    // E.123: an international number is grouped by blanks alone.
    private static string BlanksOnly(string formatted)
    {
        var text = new StringBuilder(formatted.Length);
        foreach (var c in formatted)
        {
            if (char.IsAsciiDigit(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] != ' ')
            {
                text.Append(' ');
            }
        }

        return text.ToString().TrimEnd();
    }
}
