using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Domain;

namespace Portal.CallLogs.Search;

/// <summary>
/// The last row of a page, in an address: the next page begins after it, whatever has been added before. Comes back from
/// outside, so it is checked like any input.
/// </summary>
internal sealed record CallCursor(long Talk, DateTimeOffset StartedAt, Guid Id)
{
    public static CallCursor Of(LoggedCall call) => new(call.TalkMilliseconds, call.StartedAt, call.Id);

    public static CallCursor? Parse(string? text)
    {
        var parts = text?.Split('.');
        return parts is [var talk, var ticks, var id]
            && long.TryParse(talk, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var started)
            && started <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(id, "N", out var guid)
                ? new CallCursor(milliseconds, new DateTimeOffset(started, TimeSpan.Zero), guid)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Talk}.{StartedAt.UtcTicks}.{Id:N}");

    /// <summary>The rows after this one in the given order. The first condition of each is the one an index serves.</summary>
    public IQueryable<LoggedCall> Following(IQueryable<LoggedCall> calls, bool byDuration, bool descending) => (byDuration, descending) switch
    {
        (false, true) => calls.Where(c => c.StartedAt <= StartedAt && (c.StartedAt < StartedAt || c.Id < Id)),
        (false, false) => calls.Where(c => c.StartedAt >= StartedAt && (c.StartedAt > StartedAt || c.Id > Id)),
        (true, true) => calls.Where(c => c.TalkMilliseconds < Talk
            || (c.TalkMilliseconds == Talk && (c.StartedAt < StartedAt || (c.StartedAt == StartedAt && c.Id < Id)))),
        (true, false) => calls.Where(c => c.TalkMilliseconds > Talk
            || (c.TalkMilliseconds == Talk && (c.StartedAt > StartedAt || (c.StartedAt == StartedAt && c.Id > Id)))),
    };

    /// <summary>The first rows after the cursor, of parts that may overlap.</summary>
    public static async Task<IReadOnlyList<LoggedCall>> TakeAsync(
        IEnumerable<IQueryable<LoggedCall>> parts, CallCursor? after, bool byDuration, bool descending, int most, CancellationToken ct)
    {
        var found = new List<LoggedCall>();
        foreach (var part in parts)
        {
            var following = after?.Following(part, byDuration, descending) ?? part;
            found.AddRange(await Order(following.AsNoTracking(), byDuration, descending).Take(most).ToListAsync(ct));
        }

        return [.. Order(found.DistinctBy(c => c.Id).AsQueryable(), byDuration, descending).Take(most)];
    }

    /// <summary>The order the cursor pages through; the id makes it total.</summary>
    public static IQueryable<LoggedCall> Order(IQueryable<LoggedCall> calls, bool byDuration, bool descending) => (byDuration, descending) switch
    {
        (false, true) => calls.OrderByDescending(c => c.StartedAt).ThenByDescending(c => c.Id),
        (false, false) => calls.OrderBy(c => c.StartedAt).ThenBy(c => c.Id),
        (true, true) => calls.OrderByDescending(c => c.TalkMilliseconds).ThenByDescending(c => c.StartedAt).ThenByDescending(c => c.Id),
        (true, false) => calls.OrderBy(c => c.TalkMilliseconds).ThenBy(c => c.StartedAt).ThenBy(c => c.Id),
    };
}
