using System.Globalization;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>The kinds of rows a form offers, each with the fields it needs.</summary>
internal enum RowKind
{
    Week,
    Date,
    Range,
    Yearly,
    Easter,
    Nth,
    Near,

    /// <summary>A recurrence that came from a calendar file; it can be kept or removed.</summary>
    Repeat,
}

/// <summary>One rule as a browser sends it: texts, whatever they are.</summary>
internal sealed class RuleRow
{
    public RowKind Kind { get; set; }

    public RuleEffect Effect { get; set; }

    public List<string> Days { get; set; } = [];

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Month { get; set; }

    public string? Day { get; set; }

    public string? Number { get; set; }

    public string? Weekday { get; set; }

    public string? Side { get; set; }

    public string? Weekend { get; set; }

    public string? Start { get; set; }

    public string? End { get; set; }

    public string? Name { get; set; }

    /// <summary>A recurrence as it is stored.</summary>
    public string? Text { get; set; }

    public static RuleRow New(RowKind kind, RuleEffect effect, DateOnly today) => new()
    {
        Kind = kind,
        Effect = effect,
        Days = kind == RowKind.Week ? ["MO", "TU", "WE", "TH", "FR"] : [],
        From = Iso(today),
        To = Iso(today.AddDays(kind == RowKind.Range ? 6 : 0)),
        Month = "1",
        Day = "1",
        Number = kind == RowKind.Easter ? "-2" : "1",
        Weekday = "MO",
        Side = "before",
        Start = kind == RowKind.Week ? "09:00" : null,
        End = kind == RowKind.Week ? "17:00" : null,
    };

    public static RuleRow Of(ScheduleRule rule)
    {
        var row = new RuleRow
        {
            Effect = rule.Effect, Name = rule.Name,
            Start = rule.Span.IsWholeDay ? null : rule.Span.From.ToString("HH:mm", CultureInfo.InvariantCulture),
            End = rule.Span.IsWholeDay ? null : rule.Span.To.ToString("HH:mm", CultureInfo.InvariantCulture),
        };
        switch (rule.Pattern)
        {
            case DatePattern.Weekly p:
                (row.Kind, row.Days) = (RowKind.Week, [.. p.Days.Days().Select(RuleNotation.Write)]);
                break;
            case DatePattern.On p:
                (row.Kind, row.From) = (RowKind.Date, Iso(p.Date));
                break;
            case DatePattern.Between p:
                (row.Kind, row.From, row.To) = (RowKind.Range, Iso(p.From), Iso(p.To));
                break;
            case DatePattern.Yearly p:
                (row.Kind, row.Month, row.Day, row.Weekend) = (RowKind.Yearly, Text(p.Month), Text(p.Day), p.Substitute.ToString());
                break;
            case DatePattern.Easter p:
                (row.Kind, row.Number) = (RowKind.Easter, Text(p.Days));
                break;
            case DatePattern.Nth p:
                (row.Kind, row.Number, row.Weekday, row.Month) = (RowKind.Nth, Text(p.Number), RuleNotation.Write(p.Weekday), Text(p.Month));
                break;
            case DatePattern.Near p:
                (row.Kind, row.Side, row.Weekday, row.Month, row.Day) = (RowKind.Near, p.Before ? "before" : "after", RuleNotation.Write(p.Weekday), Text(p.Month), Text(p.Day));
                break;
            default:
                (row.Kind, row.Text) = (RowKind.Repeat, RuleNotation.Write(rule with { Name = "", Effect = RuleEffect.Open }));
                break;
        }

        return row;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The rule; null when a field cannot be read, and why is then beside the field.</summary>
    /// <param name="prefix">The row's place in the form, <c>Input.Rows[3].</c></param>
    public ScheduleRule? Read(string prefix, ModelStateDictionary problems)
    {
        var before = problems.ErrorCount;
        var name = Name.Tidied().ReplaceLineEndings(" ");
        if (name.Length > ScheduleRule.LongestName)
        {
            problems.AddModelError(prefix + nameof(Name), T($"Use at most {ScheduleRule.LongestName} characters; this has {name.Length}."));
        }

        var repeated = Kind == RowKind.Repeat ? RuleNotation.ReadLine(Text ?? "") : null;
        var span = repeated?.Span ?? Span(prefix, problems);
        var pattern = repeated is not null ? repeated.Pattern : Pattern(prefix, problems);
        return pattern is null || problems.ErrorCount > before ? null : new ScheduleRule(Effect, pattern, span, name);
    }

    private ClockSpan Span(string prefix, ModelStateDictionary problems)
    {
        if (string.IsNullOrWhiteSpace(Start) && string.IsNullOrWhiteSpace(End))
        {
            return ClockSpan.WholeDay;
        }

        if (!TimeOnly.TryParseExact(Start?.Trim(), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var from))
        {
            problems.AddModelError(prefix + nameof(Start), T("Give a time such as 09:00, or leave both times empty for the whole day."));
        }

        if (!TimeOnly.TryParseExact(End?.Trim(), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var to))
        {
            problems.AddModelError(prefix + nameof(End), T("Give a time such as 17:30; 00:00 is midnight at the end of the day."));
        }
        else if (from == to && from != TimeOnly.MinValue)
        {
            problems.AddModelError(prefix + nameof(End), T("The end is the same as the start. Leave both empty for the whole day."));
        }

        return new ClockSpan(from, to);
    }

    private DatePattern? Pattern(string prefix, ModelStateDictionary problems)
    {
        switch (Kind)
        {
            case RowKind.Week:
                var days = Days.Select(RuleNotation.ReadDay).OfType<DayOfWeek>().AsSet();
                return days == DaySet.None ? Wrong(nameof(Days), T("Choose at least one day.")) : new DatePattern.Weekly(days);
            case RowKind.Date:
                return ReadDate(From) is { } on ? new DatePattern.On(on) : Wrong(nameof(From), T("Choose a date."));
            case RowKind.Range:
                var (from, to) = (ReadDate(From), ReadDate(To));
                return from is null ? Wrong(nameof(From), T("Choose a date."))
                    : to is null ? Wrong(nameof(To), T("Choose a date."))
                    : to < from ? Wrong(nameof(To), T("The last day lies before the first."))
                    : new DatePattern.Between(from.Value, to.Value);
            case RowKind.Yearly:
                return MonthDay() is var (month, day) && month > 0
                    ? new DatePattern.Yearly(month, day, Enum.TryParse<Substitute>(Weekend, out var s) && Enum.IsDefined(s) ? s : Substitute.None)
                    : Wrong(nameof(Day), T("There is no such day in this month."));
            case RowKind.Easter:
                return Whole(Number, -365, 365) is { } n ? new DatePattern.Easter(n) : Wrong(nameof(Number), T("Give the days from Easter Sunday as a number from -365 to 365."));
            case RowKind.Nth:
                return Whole(Number, -1, 5) is { } nth and not 0 && RuleNotation.ReadDay(Weekday ?? "") is { } weekday && Whole(Month, 1, 12) is { } m
                    ? new DatePattern.Nth(nth, weekday, m)
                    : Wrong(nameof(Number), T("Choose a weekday and a month."));
            case RowKind.Near:
                return MonthDay() is var (nm, nd) && nm > 0 && RuleNotation.ReadDay(Weekday ?? "") is { } w
                    ? new DatePattern.Near(w, Side != "after", nm, nd)
                    : Wrong(nameof(Day), T("There is no such day in this month."));
            default:
                return Wrong(nameof(Name), T("This rule cannot be read any more. Remove it."));
        }

        DatePattern? Wrong(string field, string words)
        {
            problems.AddModelError(prefix + field, words);
            return null;
        }
    }

    private (int Month, int Day) MonthDay() =>
        Whole(Month, 1, 12) is { } month && Whole(Day, 1, DateTime.DaysInMonth(2000, month)) is { } day ? (month, day) : default;

    private static int? Whole(string? text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null;

    private static DateOnly? ReadDate(string? text) =>
        DateOnly.TryParseExact(text?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && RuleReader.IsSane(date) ? date : null;

    private static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
