using System.Globalization;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Tests.Schedules;

public class Public_holidays
{
    [Theory]
    [InlineData("2008-03-23"), InlineData("2011-04-24"), InlineData("2024-03-31"), InlineData("2025-04-20"), InlineData("2026-04-05"), InlineData("2038-04-25"), InlineData("2285-03-22")]
    public void Follow_Easter(string sunday) => EasterSunday.Of(int.Parse(sunday[..4], CultureInfo.InvariantCulture)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).ShouldBe(sunday);

    // As gov.uk and the Länder have published them.
    [Theory]
    [InlineData("GB-ENG", 2022, "01-01 01-03 04-15 04-18 05-02 05-30 08-29 12-25 12-26 12-27", "Christmas on a Sunday")]
    [InlineData("GB-ENG", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-25 12-26 12-27 12-28", "Christmas on a Saturday")]
    [InlineData("GB-ENG", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-26 12-28", "Boxing Day on a Saturday")]
    [InlineData("GB-SCT", 2022, "01-01 01-02 01-03 01-04 04-15 05-02 05-30 08-01 11-30 12-25 12-26 12-27", "both days of the new year")]
    [InlineData("GB-NIR", 2026, "01-01 03-17 04-03 04-06 05-04 05-25 07-12 07-13 08-31 12-25 12-26 12-28", "the 12th of July on a Sunday")]
    [InlineData("DE-BY", 2026, "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 08-15 10-03 11-01 12-25 12-26", "")]
    [InlineData("DE-SN", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 10-03 10-31 11-18 12-25 12-26", "Buß- und Bettag")]
    [InlineData("DE-SN", 2022, "01-01 04-15 04-18 05-01 05-26 06-06 10-03 10-31 11-16 12-25 12-26", "Buß- und Bettag when the 23rd is a Wednesday")]
    [InlineData("DE-BE", 2026, "01-01 03-08 04-03 04-06 05-01 05-14 05-25 10-03 12-25 12-26", "")]
    [InlineData("DE-BB", 2026, "01-01 04-03 04-05 04-06 05-01 05-14 05-24 05-25 10-03 10-31 12-25 12-26", "")]
    [InlineData("DE-TH", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 09-20 10-03 10-31 12-25 12-26", "")]
    [InlineData("DE-NW", 2026, "01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26", "")]
    public void Are_computed_for_any_year(string set, int year, string dates, string because)
    {
        var rules = HolidaySets.Of(set).Select(h => new ScheduleRule(RuleEffect.Holiday, h.Day, ClockSpan.WholeDay, h.Name)).ToArray();
        var table = new Timetable(ScheduleKind.Holidays, rules, TimeZoneInfo.Utc);
        var days = Enumerable.Range(0, 366).Select(n => new DateOnly(year, 1, 1).AddDays(n)).Where(d => d.Year == year && table.Plan(d).OpenAllDay);
        string.Join(' ', days.Select(d => d.ToString("MM-dd", CultureInfo.InvariantCulture))).ShouldBe(dates, because);
    }

    [Fact]
    public void Exist_for_every_country_and_Land_offered()
    {
        foreach (var (code, _) in HolidaySets.All)
        {
            HolidaySets.Of(code).Count.ShouldBeInRange(8, 14, code);
        }
    }
}
