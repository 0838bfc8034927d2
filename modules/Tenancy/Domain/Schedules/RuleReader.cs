using System.Globalization;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>The parts of a rule's line, read back with every limit checked.</summary>
internal static class RuleReader
{
    public static bool IsSpan(string text) => text.Length == 11 && text[2] == ':' && text[5] == '-';

    public static ClockSpan? Span(string text) =>
        TimeOnly.TryParseExact(text[..5], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && TimeOnly.TryParseExact(text[6..], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            ? new ClockSpan(from, to)
            : null;

    public static DatePattern? Pattern(string word, string[] values) => (word, values) switch
    {
        ("week", [var days]) => Days(days) is { } set ? new DatePattern.Weekly(set) : null,
        ("date", [var date]) => Date(date) is { } on ? new DatePattern.On(on) : null,
        ("range", [var range]) => Range(range),
        ("yearly", [var date]) => Yearly(date),
        ("easter", [var days]) => Number(days, -365, 365) is { } n ? new DatePattern.Easter(n) : null,
        ("nth", [var day, var month]) => Numbered(day) is { Number: >= -1 and <= 5 and not 0 } d && Number(month, 1, 12) is { } m
            ? new DatePattern.Nth(d.Number, d.Day, m) : null,
        ("before" or "after", [var day, var date]) => RuleNotation.ReadDay(day) is { } weekday && MonthDay(date) is var (month, number) && month > 0
            ? new DatePattern.Near(weekday, word == "before", month, number) : null,
        ("repeat", [var recurrence]) => Recurrence(recurrence) is { } r ? new DatePattern.Repeating(r) : null,
        _ => null,
    };

    private static DaySet? Days(string text)
    {
        var days = text.Split(',').Select(RuleNotation.ReadDay).ToArray();
        return days.Any(d => d is null) ? null : days.Select(d => d!.Value).AsSet();
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && IsSane(date) ? date : null;

    /// <summary>Years a calendar of ours can compute with, with room for a step beyond.</summary>
    public static bool IsSane(DateOnly date) => date.Year is >= 1600 and <= 9000;

    private static DatePattern.Between? Range(string text) =>
        text.Split('/') is [var from, var to] && Date(from) is { } first && Date(to) is { } last && first <= last
            ? new DatePattern.Between(first, last) : null;

    private static DatePattern.Yearly? Yearly(string text)
    {
        var (date, substitute) = text.Split('+') switch
        {
            [var d] => (d, Substitute.None),
            [var d, "monday"] => (d, Substitute.Monday),
            [var d, "2"] => (d, Substitute.TwoDaysLater),
            _ => ("", Substitute.None),
        };
        return MonthDay(date) is var (month, day) && month > 0 ? new DatePattern.Yearly(month, day, substitute) : null;
    }

    private static (int Month, int Day) MonthDay(string text) =>
        text.Split('-') is [var m, var d] && Number(m, 1, 12) is { } month && Number(d, 1, DateTime.DaysInMonth(2000, month)) is { } day ? (month, day) : default;

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    public static NumberedDay? Numbered(string text) =>
        text.Length >= 2 && RuleNotation.ReadDay(text[^2..]) is { } day
            ? text.Length == 2 ? new NumberedDay(0, day) : Number(text[..^2], -53, 53) is { } n and not 0 ? new NumberedDay(n, day) : null
            : null;

    private static Recurrence? Recurrence(string text)
    {
        var parts = text.Split(';');
        if (Date(parts[0]) is not { } start)
        {
            return null;
        }

        var result = new Recurrence(start, Frequency.Daily, 1, null, [], [], [], []);
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('=') is not [var name, var value] || With(result, name, value) is not { } next)
            {
                return null;
            }

            result = next;
        }

        return result;
    }

    private static Recurrence? With(Recurrence r, string name, string value) => name switch
    {
        "FREQ" => Enum.TryParse<Frequency>(value, true, out var f) && !char.IsAsciiDigit(value[0]) ? r with { Frequency = f } : null,
        "INTERVAL" => Number(value, 1, 10_000) is { } n ? r with { Interval = n } : null,
        "UNTIL" => Date(value) is { } until ? r with { Until = until } : null,
        "BYDAY" => All(value, Numbered) is { } days ? r with { ByDay = days } : null,
        "BYMONTH" => All(value, v => Number(v, 1, 12)) is { } months ? r with { ByMonth = months } : null,
        "BYMONTHDAY" => All<int>(value, v => Number(v, -31, 31) is { } n and not 0 ? n : null) is { } days ? r with { ByMonthDay = days } : null,
        "EXDATE" => All(value, Date) is { } dates ? r with { Except = dates } : null,
        "DAYS" => Number(value, 1, Schedules.Recurrence.LongestOccurrence) is { } n ? r with { Length = n } : null,
        _ => null,
    };

    private static T[]? All<T>(string text, Func<string, T?> read) where T : struct
    {
        var values = text.Split(',').Take(400).Select(read).ToArray();
        return values.Any(v => v is null) ? null : [.. values.Select(v => v!.Value)];
    }
}
