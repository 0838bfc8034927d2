using System.Globalization;
using Microsoft.AspNetCore.Http;
using Portal.Modularity.Access;

namespace Portal.Web.Look;

/// <summary>Writes moments as the viewer reads a clock. The zone is the one the person chose, else the browser's
/// from a cookie that site.js keeps; UTC until it has.</summary>
public sealed class ViewerClock(IHttpContextAccessor http, TimeProvider time, CurrentUser user)
{
    internal const string Cookie = "portal.zone";

    /// <summary>The viewer's zone.</summary>
    public TimeZoneInfo Zone { get; } = ZoneOf(user.TimeZone) ?? ZoneOf(http.HttpContext?.Request.Cookies[Cookie]) ?? TimeZoneInfo.Utc;

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

    /// <summary>What a <c>datetime-local</c> field says, in the viewer's zone; null when it says nothing that is a time.</summary>
    public DateTimeOffset? ReadLocal(string? text)
    {
        if (!DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < 2000 or > 2199)
        {
            return null;
        }

        // An hour that daylight saving leaves out is the hour after it.
        local = Zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>"10:42" today, "Yesterday 10:42", "14 Nov 10:42" this year, with the year otherwise; in German "14.11., 10:42".</summary>
    public string Short(DateTimeOffset at, bool dateOnly = false, bool seconds = false)
    {
        var local = Local(at);
        var day = DateOnly.FromDateTime(local.DateTime);
        var clock = local.ToString(seconds ? "T" : "t", CultureInfo.CurrentCulture);
        var date = day == Today ? T("Today") : day == Today.AddDays(-1) ? T("Yesterday") : Day(day);
        return dateOnly ? date : day == Today ? clock : T($"{date} {clock}");
    }

    /// <summary>A day of the calendar, without the year when it is this one: "14 Nov", "14.11.".</summary>
    // The order and the marks are the language's, so its translation says them.
    public string Day(DateOnly day) => day.ToString(T(day.Year == Today.Year ? "d MMM" : "d MMM yyyy"), CultureInfo.CurrentCulture);

    /// <summary>Date, time to the second, and zone.</summary>
    public string Exact(DateTimeOffset at)
    {
        var local = Local(at);
        var offset = local.Offset == TimeSpan.Zero ? "UTC" : "UTC" + local.ToString("zzz", CultureInfo.InvariantCulture);
        return local.ToString("F", CultureInfo.CurrentCulture) + " " + offset;
    }

    private static TimeZoneInfo? ZoneOf(string? id) =>
        id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}
