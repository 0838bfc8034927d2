using System.Globalization;
using System.Text;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>
/// Rules as lines of text, as they are stored, exported and compared in the audit log: <c>open week MO,TU 09:00-17:00</c>,
/// <c>holiday easter -2 # Good Friday</c>. What cannot be read is null, whoever wrote it.
/// </summary>
internal static class RuleNotation
{
    private static readonly string[] DayNames = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static string Write(IEnumerable<ScheduleRule> rules) => string.Join('\n', rules.Select(Write));

    public static string Write(ScheduleRule rule)
    {
        var line = new StringBuilder(rule.Effect.ToString().ToLowerInvariant()).Append(' ').Append(Write(rule.Pattern));
        if (!rule.Span.IsWholeDay)
        {
            line.Append(' ').Append(rule.Span);
        }

        return rule.Name.Length > 0 ? line.Append(" # ").Append(rule.Name).ToString() : line.ToString();
    }

    private static string Write(DatePattern pattern) => pattern switch
    {
        DatePattern.Weekly p => "week " + string.Join(',', p.Days.Days().Select(Write)),
        DatePattern.On p => "date " + Write(p.Date),
        DatePattern.Between p => $"range {Write(p.From)}/{Write(p.To)}",
        DatePattern.Yearly p => string.Create(CultureInfo.InvariantCulture, $"yearly {p.Month:00}-{p.Day:00}")
            + p.Substitute switch { Substitute.Monday => "+monday", Substitute.TwoDaysLater => "+2", _ => "" },
        DatePattern.Easter p => string.Create(CultureInfo.InvariantCulture, $"easter {p.Days:+0;-0;0}"),
        DatePattern.Nth p => string.Create(CultureInfo.InvariantCulture, $"nth {p.Number}{Write(p.Weekday)} {p.Month:00}"),
        DatePattern.Near p => string.Create(CultureInfo.InvariantCulture, $"{(p.Before ? "before" : "after")} {Write(p.Weekday)} {p.Month:00}-{p.Day:00}"),
        DatePattern.Repeating p => "repeat " + Write(p.Recurrence),
        _ => throw new InvalidOperationException("A pattern without a notation."),
    };

    /// <summary>Without blanks: <c>2026-01-05;FREQ=WEEKLY;INTERVAL=2;BYDAY=MO</c>.</summary>
    public static string Write(Recurrence r)
    {
        var text = new StringBuilder(Write(r.Start)).Append(";FREQ=").Append(r.Frequency.ToString().ToUpperInvariant());
        if (r.Interval > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $";INTERVAL={r.Interval}");
        }

        if (r.Until is { } until)
        {
            text.Append(";UNTIL=").Append(Write(until));
        }

        List("BYDAY", r.ByDay.Select(d => (d.Number == 0 ? "" : d.Number.ToString(CultureInfo.InvariantCulture)) + Write(d.Day)));
        List("BYMONTH", r.ByMonth.Select(m => m.ToString(CultureInfo.InvariantCulture)));
        List("BYMONTHDAY", r.ByMonthDay.Select(d => d.ToString(CultureInfo.InvariantCulture)));
        List("EXDATE", r.Except.Select(Write));
        if (r.Length > 1)
        {
            text.Append(CultureInfo.InvariantCulture, $";DAYS={r.Length}");
        }

        return text.ToString();

        void List(string name, IEnumerable<string> values)
        {
            var joined = string.Join(',', values);
            if (joined.Length > 0)
            {
                text.Append(';').Append(name).Append('=').Append(joined);
            }
        }
    }

    public static string Write(DayOfWeek day) => DayNames[(int)day];

    private static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The rules of a stored schedule.</summary>
    /// <exception cref="FormatException">A line is not a rule.</exception>
    public static IReadOnlyList<ScheduleRule> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => ReadLine(l) ?? throw new FormatException("Not a rule of a schedule: " + l))];

    /// <summary>Null when the line is not a rule.</summary>
    public static ScheduleRule? ReadLine(string line)
    {
        var mark = line.IndexOf(" # ", StringComparison.Ordinal);
        var name = mark < 0 ? "" : line[(mark + 3)..].Tidied();
        var parts = (mark < 0 ? line : line[..mark]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (name.Length > ScheduleRule.LongestName || parts.Length < 3 || !Enum.TryParse<RuleEffect>(parts[0], true, out var effect) || char.IsAsciiDigit(parts[0][0])
            || RuleReader.Pattern(parts[1], [.. parts.Skip(2).Where(p => !RuleReader.IsSpan(p))]) is not { } pattern)
        {
            return null;
        }

        var spans = parts.Skip(2).Where(RuleReader.IsSpan).ToArray();
        return spans.Length switch
        {
            0 => new ScheduleRule(effect, pattern, ClockSpan.WholeDay, name),
            1 when RuleReader.Span(spans[0]) is { } span => new ScheduleRule(effect, pattern, span, name),
            _ => null,
        };
    }

    public static DayOfWeek? ReadDay(string text)
    {
        var index = Array.IndexOf(DayNames, text.ToUpperInvariant());
        return index < 0 ? null : (DayOfWeek)index;
    }
}
