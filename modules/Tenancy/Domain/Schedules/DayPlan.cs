namespace Portal.Tenancy.Domain.Schedules;

/// <summary>Minutes of a day, from the midnight it begins at.</summary>
internal readonly record struct Minutes(int From, int To);

/// <summary>What a schedule says of one day, by the clock on the wall.</summary>
/// <param name="Open">In order, without overlaps, within 0 to 1440.</param>
/// <param name="Names">What the day is called by the rules that made it special.</param>
internal sealed record DayPlan(DateOnly Day, IReadOnlyList<Minutes> Open, IReadOnlyList<string> Names)
{
    public bool IsOpen(double minute) => Open.Any(m => minute >= m.From && minute < m.To);

    public bool OpenAllDay => Open is [{ From: 0, To: ClockSpan.Day }];
}

/// <summary>Putting pieces of a day together and cutting them out of each other.</summary>
internal static class Spans
{
    public static List<Minutes> Union(IEnumerable<Minutes> spans)
    {
        List<Minutes> result = [];
        foreach (var span in spans.Where(s => s.To > s.From).OrderBy(s => s.From))
        {
            if (result.Count > 0 && span.From <= result[^1].To)
            {
                result[^1] = result[^1] with { To = Math.Max(result[^1].To, span.To) };
            }
            else
            {
                result.Add(span);
            }
        }

        return result;
    }

    public static List<Minutes> Without(this IEnumerable<Minutes> spans, Minutes cut) =>
        [.. spans.SelectMany(s => (Minutes[])[new(s.From, Math.Min(s.To, cut.From)), new(Math.Max(s.From, cut.To), s.To)]).Where(s => s.To > s.From)];

    public static IEnumerable<Minutes> Shifted(this IEnumerable<Minutes> spans, int by) => spans.Select(s => new Minutes(s.From + by, s.To + by));

    public static IEnumerable<Minutes> Within(this IEnumerable<Minutes> spans, int from, int to) =>
        spans.Select(s => new Minutes(Math.Max(s.From, from), Math.Min(s.To, to))).Where(s => s.To > s.From);
}
