using System.Globalization;
using Microsoft.AspNetCore.Http;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Testing.Clock;
using Portal.Web.Look;

namespace Portal.Web.Tests;

public class The_viewers_clock
{
    private static readonly DateTimeOffset Now = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);

    private static ViewerClock In(string? zone, CurrentUser? user = null)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en-GB");
        var http = new DefaultHttpContext();
        if (zone is not null)
        {
            http.Request.Headers.Cookie = "portal.zone=" + zone;
        }

        return new ViewerClock(new HttpContextAccessor { HttpContext = http }, new ManualTimeProvider(Now), user ?? new CurrentUser());
    }

    [Fact]
    public void Writes_moments_in_the_viewers_zone_short_by_their_distance()
    {
        var clock = In("Europe/London");

        clock.Short(Now).ShouldBe("13:00");
        clock.Short(Now.AddDays(-1)).ShouldBe("Yesterday 12:00");
        clock.Short(Now.AddDays(-40)).ShouldBe("17 Feb 12:00");
        clock.Short(Now.AddDays(-400)).ShouldBe("22 Feb 2025 12:00");
        clock.Exact(Now).ShouldBe("Sunday, 29 March 2026 13:00:00 UTC+01:00");
    }

    [Fact]
    public void Prefers_the_zone_the_person_chose_to_the_browsers()
    {
        var person = new CurrentUser();
        person.ActFor(UserId.New(), "anna", "Anna", null, [], timeZone: "Asia/Tokyo");

        In("Europe/London", person).Short(Now).ShouldBe("21:00");
    }

    [Theory]
    [InlineData(null), InlineData("Nowhere/Atlantis"), InlineData("../../etc/passwd"), InlineData("")]
    public void Is_UTC_for_a_zone_it_does_not_know(string? zone) => In(zone).Zone.ShouldBe(TimeZoneInfo.Utc);

    [Fact]
    public void Knows_when_a_day_begins_even_where_midnight_is_skipped()
    {
        In("Europe/London").StartOf(new DateOnly(2026, 7, 1)).ShouldBe(new DateTimeOffset(2026, 6, 30, 23, 0, 0, TimeSpan.Zero));
        // Cairo springs forward at midnight: the last Friday of April begins at one o'clock.
        In("Africa/Cairo").StartOf(new DateOnly(2026, 4, 24)).ShouldBe(new DateTimeOffset(2026, 4, 23, 22, 0, 0, TimeSpan.Zero));
    }
}
