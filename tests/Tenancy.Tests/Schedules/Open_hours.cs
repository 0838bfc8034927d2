using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Schedules;
using static Portal.Tenancy.Tests.Schedules.Timetables;

namespace Portal.Tenancy.Tests.Schedules;

public class Open_hours
{
    [Fact]
    public void Are_several_a_day_and_end_where_the_next_begins()
    {
        var office = Hours("UTC", "open week MO,TU,WE,TH,FR 09:00-12:00", "open week MO,TU,WE,TH 13:00-17:30");
        office.Open("2026-11-23").ShouldBe("09:00-12:00 13:00-17:30");
        office.Open("2026-11-27").ShouldBe("09:00-12:00");
        office.Open("2026-11-28").ShouldBe("");
        office.IsOpen(At("2026-11-23 08:59 +00:00")).ShouldBeFalse();
        office.IsOpen(At("2026-11-23 09:00 +00:00")).ShouldBeTrue();
        office.IsOpen(At("2026-11-23 11:59 +00:00")).ShouldBeTrue();
        office.IsOpen(At("2026-11-23 12:00 +00:00")).ShouldBeFalse();
        office.NextChange(At("2026-11-27 12:00 +00:00")).ShouldBe(At("2026-11-30 09:00 +00:00"));
    }

    [Fact]
    public void Go_over_midnight_and_stop_at_a_closed_day()
    {
        var night = Hours("UTC", "open week MO,TU,WE,TH,FR,SA,SU 22:00-06:00", "closed date 2026-12-25 # Christmas");
        night.Open("2026-12-24").ShouldBe("00:00-06:00 22:00-24:00");
        night.Open("2026-12-25").ShouldBe("", "the shift of the 24th ends at midnight, and that of the 25th does not begin");
        night.Open("2026-12-26").ShouldBe("22:00-24:00");
        night.NextChange(At("2026-12-23 22:00 +00:00")).ShouldBe(At("2026-12-24 06:00 +00:00"), "midnight itself changes nothing");
        night.NextChange(At("2026-12-24 23:00 +00:00")).ShouldBe(At("2026-12-25 00:00 +00:00"));
    }

    [Fact]
    public void Of_a_particular_day_take_the_place_of_the_weeks()
    {
        var shop = Hours("UTC",
            "open week MO,TU,WE,TH,FR,SA 09:00-18:00", "closed range 2026-12-24/2026-12-31 # Winter break", "open date 2026-12-28 10:00-12:00",
            "closed date 2026-12-21 12:00-14:00 # Staff meeting", "open yearly 12-13 11:00-15:00");
        shop.Open("2026-12-23").ShouldBe("09:00-18:00");
        shop.Open("2026-12-24").ShouldBe("");
        shop.Open("2026-12-28").ShouldBe("10:00-12:00");
        shop.Open("2026-12-21").ShouldBe("09:00-12:00 14:00-18:00");
        shop.Open("2026-12-13").ShouldBe("11:00-15:00", "a Sunday");
        shop.Plan(new DateOnly(2026, 12, 24)).Names.ShouldBe(["Winter break"]);
    }

    [Fact]
    public void Close_on_the_days_of_a_holiday_schedule_unless_a_date_says_otherwise()
    {
        var holidays = Holidays("UTC", "holiday yearly 12-25 # Christmas Day", "holiday yearly 12-24 12:00-00:00 # Christmas Eve");
        var shop = new Timetable(ScheduleKind.Hours, Rules("open week MO,TU,WE,TH,FR 09:00-18:00", "open date 2028-12-25 10:00-11:00"), TimeZoneInfo.Utc, holidays);
        shop.Open("2026-12-25").ShouldBe("");
        shop.Plan(new DateOnly(2026, 12, 25)).Names.ShouldBe(["Christmas Day"]);
        shop.Open("2026-12-24").ShouldBe("09:00-12:00");
        shop.Open("2028-12-25").ShouldBe("10:00-11:00");
    }

    [Fact]
    public void Without_an_end_have_no_next_change()
    {
        Hours("UTC", "open week MO,TU,WE,TH,FR,SA,SU").NextChange(At("2026-01-01 00:00 +00:00")).ShouldBeNull();
        Hours("UTC", "open date 2020-01-01").NextChange(At("2026-01-01 00:00 +00:00")).ShouldBeNull();
        Hours("UTC").NextChange(At("2026-01-01 00:00 +00:00")).ShouldBeNull();
        Holidays("UTC", "holiday yearly 01-01").NextChange(At("2026-01-01 10:00 +00:00")).ShouldBe(At("2026-01-02 00:00 +00:00"));
        Holidays("UTC", "holiday yearly 01-01").NextChange(At("2026-01-02 10:00 +00:00")).ShouldBe(At("2027-01-01 00:00 +00:00"));
    }

    [Theory]
    [InlineData("open week MO,XX 09:00-10:00")]
    [InlineData("open week")]
    [InlineData("open date 2026-02-30")]
    [InlineData("open range 2026-02-02/2026-02-01")]
    [InlineData("open yearly 02-30")]
    [InlineData("open easter 999")]
    [InlineData("open nth 6MO 5")]
    [InlineData("open week MO 25:00-26:00")]
    [InlineData("open repeat 2026-01-01;FREQ=HOURLY")]
    [InlineData("open repeat 2026-01-01;INTERVAL=0")]
    [InlineData("open repeat 0001-01-01;FREQ=DAILY")]
    [InlineData("7 week MO")]
    [InlineData("<script>")]
    public void Are_not_read_from_lines_that_are_no_rules(string line) => RuleNotation.ReadLine(line).ShouldBeNull();

    [Theory]
    [InlineData("open week MO,SU 22:00-06:00")]
    [InlineData("closed date 2026-12-24 12:00-00:00 # Christmas Eve # twice")]
    [InlineData("closed range 2026-08-01/2026-08-15 # Ferien – Sommer")]
    [InlineData("holiday yearly 12-25+2 # Christmas Day")]
    [InlineData("holiday yearly 01-01+monday")]
    [InlineData("holiday easter -2 # Good Friday")]
    [InlineData("holiday easter 0")]
    [InlineData("holiday nth -1MO 05")]
    [InlineData("holiday before WE 11-23")]
    [InlineData("open repeat 2026-01-05;FREQ=WEEKLY;INTERVAL=2;UNTIL=2027-01-01;BYDAY=MO,-1FR;BYMONTH=1,2;BYMONTHDAY=-1;EXDATE=2026-02-02;DAYS=3 09:00-10:00")]
    public void Are_written_as_they_are_read(string line) => RuleNotation.Write(RuleNotation.ReadLine(line).ShouldNotBeNull()).ShouldBe(line);
}
