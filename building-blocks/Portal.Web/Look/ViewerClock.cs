using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Portal.Web.Look;

/// <summary>Writes moments as the viewer reads a clock. The zone comes from a cookie that site.js keeps; UTC until it has.</summary>
public sealed class ViewerClock(IHttpContextAccessor http, TimeProvider time)
{
    internal const string Cookie = "portal.zone";

    /// <summary>The viewer's zone.</summary>
    public TimeZoneInfo Zone { get; } = ZoneOf(http.HttpContext?.Request.Cookies[Cookie]);

    /// <summary>The viewer's present day.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Local(time.GetUtcNow()).DateTime);

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>The moment a day of the viewer's calendar begins, for date filters.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        // Where daylight saving starts at midnight, that midnight does not exist and the day begins later.
        while (Zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>"10:42" today, "Yesterday 10:42", "14 Nov 10:42" this year, with the year otherwise.</summary>
    public string Short(DateTimeOffset at, bool dateOnly = false, bool seconds = false)
    {
        var local = Local(at);
        var day = DateOnly.FromDateTime(local.DateTime);
        var clock = local.ToString(seconds ? "T" : "t", CultureInfo.CurrentCulture);
        var date = day == Today ? "Today"
            : day == Today.AddDays(-1) ? "Yesterday"
            : day.Year == Today.Year ? local.ToString("d MMM", CultureInfo.CurrentCulture)
            : local.ToString("d MMM yyyy", CultureInfo.CurrentCulture);
        return dateOnly ? date : day == Today ? clock : date + " " + clock;
    }

    /// <summary>Date, time to the second, and zone.</summary>
    public string Exact(DateTimeOffset at)
    {
        var local = Local(at);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : "UTC" + local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("F", CultureInfo.CurrentCulture) + " " + offset;
    }

    private static TimeZoneInfo ZoneOf(string? id) =>
        id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;
}
