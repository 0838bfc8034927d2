using Portal.Tenancy.Domain.Schedules;
using static Portal.Tenancy.Tests.Schedules.Timetables;

namespace Portal.Tenancy.Tests.Schedules;

/// <summary>The clock on the wall decides: a skipped hour never comes, an hour that comes twice counts twice.</summary>
public class Daylight_saving
{
    [Fact]
    public void Skips_what_lies_in_the_gap_and_begins_after_it()
    {
        // Berlin, 29 March 2026: 02:00 becomes 03:00.
        var inGap = Hours("Europe/Berlin", "open week SU 02:15-02:45");
        inGap.IsOpen(At("2026-03-29 00:30 +00:00")).ShouldBeFalse();
        inGap.IsOpen(At("2026-03-29 01:30 +00:00")).ShouldBeFalse();
        inGap.NextChange(At("2026-03-28 12:00 +00:00")).ShouldBe(At("2026-04-05 02:15 +02:00"));

        var across = Hours("Europe/Berlin", "open week SU 02:30-04:00");
        across.NextChange(At("2026-03-28 12:00 +00:00")).ShouldBe(At("2026-03-29 03:00 +02:00"));
        across.NextChange(At("2026-03-29 03:00 +02:00")).ShouldBe(At("2026-03-29 04:00 +02:00"));
        across.IsOpen(At("2026-03-29 01:59 +01:00")).ShouldBeFalse();
        across.IsOpen(At("2026-03-29 03:00 +02:00")).ShouldBeTrue();
    }

    [Fact]
    public void Repeats_what_lies_in_the_overlap()
    {
        // Berlin, 25 October 2026: 03:00 becomes 02:00.
        var inOverlap = Hours("Europe/Berlin", "open week SU 02:15-02:45");
        var turns = Turns(inOverlap, At("2026-10-25 00:00 +02:00"), 4);
        turns.ShouldBe([At("2026-10-25 02:15 +02:00"), At("2026-10-25 02:45 +02:00"), At("2026-10-25 02:15 +01:00"), At("2026-10-25 02:45 +01:00")]);

        var until = Hours("Europe/Berlin", "open week SU 00:00-02:30");
        Turns(until, At("2026-10-25 01:00 +02:00"), 3)
            .ShouldBe([At("2026-10-25 02:30 +02:00"), At("2026-10-25 02:00 +01:00"), At("2026-10-25 02:30 +01:00")]);
        var office = Hours("Europe/Berlin", "open week SU 01:00-05:00");
        office.NextChange(At("2026-10-25 01:00 +02:00")).ShouldBe(At("2026-10-25 05:00 +01:00"), "five hours by the clock, six in truth");
    }

    [Fact]
    public void Of_half_an_hour_is_kept_on_Lord_Howe()
    {
        // 4 October 2026: 02:00 +10:30 becomes 02:30 +11:00; 5 April 2026: 02:00 +11:00 becomes 01:30 +10:30.
        var spring = Hours("Australia/Lord_Howe", "open week SU 02:10-03:00");
        spring.NextChange(At("2026-10-03 12:00 +10:30")).ShouldBe(At("2026-10-04 02:30 +11:00"));
        var autumn = Hours("Australia/Lord_Howe", "open week SU 01:40-01:50");
        Turns(autumn, At("2026-04-05 00:00 +11:00"), 4)
            .ShouldBe([At("2026-04-05 01:40 +11:00"), At("2026-04-05 01:50 +11:00"), At("2026-04-05 01:40 +10:30"), At("2026-04-05 01:50 +10:30")]);
    }

    [Fact]
    public void At_midnight_takes_the_first_hour_of_a_day_in_Cairo()
    {
        // Friday 26 April 2024: 00:00 +02:00 becomes 01:00 +03:00; Friday 1 November 2024: 00:00 +03:00 becomes Thursday 23:00 +02:00.
        var closedFriday = Hours("Africa/Cairo", "open week SU,MO,TU,WE,TH,SA", "closed date 2024-04-26");
        closedFriday.NextChange(At("2024-04-25 12:00 +02:00")).ShouldBe(At("2024-04-26 00:00 +02:00"), "the day begins at one o'clock, which is then");
        closedFriday.IsOpen(At("2024-04-26 01:00 +03:00")).ShouldBeFalse();
        closedFriday.NextChange(At("2024-04-26 01:00 +03:00")).ShouldBe(At("2024-04-27 00:00 +03:00"));
        var evening = Hours("Africa/Cairo", "open week TH 23:30-00:00");
        Turns(evening, At("2024-10-31 12:00 +03:00"), 4)
            .ShouldBe([At("2024-10-31 23:30 +03:00"), At("2024-11-01 00:00 +03:00"), At("2024-10-31 23:30 +02:00"), At("2024-11-01 00:00 +02:00")]);
    }

    [Fact]
    public void Of_the_past_is_known_in_Sao_Paulo()
    {
        // Sunday 15 October 2017: 00:00 -03:00 becomes 01:00 -02:00; since 2019 there is none.
        var sunday = Hours("America/Sao_Paulo", "open week SU");
        sunday.NextChange(At("2017-10-14 12:00 -03:00")).ShouldBe(At("2017-10-15 01:00 -02:00"));
        sunday.NextChange(At("2017-10-15 12:00 -02:00")).ShouldBe(At("2017-10-16 00:00 -02:00"));
        sunday.NextChange(At("2023-10-14 12:00 -03:00")).ShouldBe(At("2023-10-15 00:00 -03:00"));
    }

    [Fact]
    public void Changes_nothing_where_nothing_changes()
    {
        var always = Hours("Europe/London", "open week MO,TU,WE,TH,FR,SA,SU");
        always.NextChange(At("2026-03-28 12:00 +00:00")).ShouldBeNull();
        var office = Hours("Europe/London", "open week MO,TU,WE,TH,FR 09:00-17:00");
        office.NextChange(At("2026-03-27 17:00 +00:00")).ShouldBe(At("2026-03-30 09:00 +01:00"));
        office.NextChange(At("2026-10-23 17:00 +01:00")).ShouldBe(At("2026-10-26 09:00 +00:00"));
    }

    private static DateTimeOffset[] Turns(Timetable table, DateTimeOffset from, int count)
    {
        List<DateTimeOffset> turns = [];
        for (var at = from; turns.Count < count; turns.Add(at))
        {
            at = table.NextChange(at).ShouldNotBeNull();
        }

        return [.. turns];
    }
}
