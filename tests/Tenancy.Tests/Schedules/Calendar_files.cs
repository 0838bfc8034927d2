using System.Diagnostics;
using System.Text;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Domain.Schedules.Calendars;
using static Portal.Tenancy.Tests.Schedules.Timetables;

namespace Portal.Tenancy.Tests.Schedules;

public class Calendar_files
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226", "open date 2026-12-25 # It")]
    [InlineData("DTSTART;VALUE=DATE:20261225", "open date 2026-12-25 # It")]
    [InlineData("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20270102", "open range 2026-12-24/2027-01-01 # It")]
    [InlineData("DTSTART:20261224T090000\nDTEND:20261224T123000", "open date 2026-12-24 09:00-12:30 # It")]
    [InlineData("DTSTART:20261224T220000\nDURATION:PT8H", "open date 2026-12-24 22:00-06:00 # It")]
    [InlineData("DTSTART:20260724T090000Z\nDTEND:20260724T100000Z", "open date 2026-07-24 10:00-11:00 # It")]
    [InlineData("DTSTART;TZID=Europe/Berlin:20261224T090000\nDTEND;TZID=Europe/Berlin:20261224T100000", "open date 2026-12-24 08:00-09:00 # It")]
    [InlineData("DTSTART;TZID=\"W. Europe Standard Time\":20261224T090000\nDURATION:P0DT1H0M0S", "open date 2026-12-24 08:00-09:00 # It")]
    [InlineData("DTSTART;TZID=/citadel.org/20210210_1/Europe/Berlin:20261224T090000\nDURATION:PT1H", "open date 2026-12-24 08:00-09:00 # It")]
    [InlineData("DTSTART:20261224T170000\nDTEND:20261228T080000", "open date 2026-12-24 17:00-00:00 # It|open range 2026-12-25/2026-12-27 # It|open date 2026-12-28 00:00-08:00 # It")]
    [InlineData("DTSTART;TZID=Europe/London:20260105T090000\nDTEND;TZID=Europe/London:20260105T170000\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE", "open week MO,TU,WE 09:00-17:00 # It")]
    [InlineData("DTSTART:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3", "open repeat 2026-01-05;FREQ=WEEKLY;UNTIL=2026-01-19 09:00-10:00 # It")]
    [InlineData("DTSTART:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20260301T080000Z\nEXDATE:20260119T090000", "open repeat 2026-01-05;FREQ=WEEKLY;INTERVAL=2;UNTIL=2026-02-28;EXDATE=2026-01-19 09:00-10:00 # It")]
    [InlineData("DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY", "open yearly 01-01 # It")]
    [InlineData("DTSTART;VALUE=DATE:20200504\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "open nth 1MO 05 # It")]
    [InlineData("DTSTART;VALUE=DATE:20260130\nRRULE:FREQ=MONTHLY;BYDAY=-1FR", "open repeat 2026-01-30;FREQ=MONTHLY;BYDAY=-1FR # It")]
    [InlineData("DTSTART:20260105T233000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=5", "open repeat 2026-01-05;FREQ=MONTHLY;BYMONTHDAY=5 23:30-00:30 # It")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY;COUNT=1000000000", "open repeat 2026-01-01;FREQ=DAILY;UNTIL=2135-07-09 # It")]
    public void Become_rules(string lines, string rules) =>
        string.Join('|', Read(Event(lines + "\nSUMMARY:It")).Taken.Select(t => RuleNotation.Write(t.Rule))).ShouldBe(rules);

    [Theory]
    [InlineData("SUMMARY:x", "it has no start")]
    [InlineData("DTSTART:yesterday", "its start cannot be read (yesterday)")]
    [InlineData("DTSTART;TZID=Middle-earth/Shire:20260101T090000", "its start cannot be read (Middle-earth/Shire:20260101T090000)")]
    [InlineData("DTSTART:99991231T235959\nDURATION:P999999D", "its start cannot be read (99991231T235959)")]
    [InlineData("DTSTART:20260101T090000", "it has no length")]
    [InlineData("DTSTART:20260101T090000\nDTEND:20260101T080000", "it has no length")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20250101", "it ends before it begins")]
    [InlineData("DTSTART:20260101T090000\nDURATION:PT1H\nSTATUS:CANCELLED", "it was cancelled")]
    [InlineData("DTSTART:20260101T090000\nDURATION:PT1H\nRRULE:FREQ=SECONDLY", "it repeats in a way schedules cannot (FREQ=SECONDLY)")]
    [InlineData("DTSTART:20260101T090000\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "it repeats in a way schedules cannot (BYSETPOS)")]
    [InlineData("DTSTART:20260101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;INTERVAL=0", "its repetition cannot be read (0)")]
    [InlineData("DTSTART:20260101T090000\nDURATION:PT1H\nRECURRENCE-ID:20260101T090000", "it moves a single occurrence of another event; add it by hand")]
    [InlineData("DTSTART:20260101T090000\nDURATION:P3D\nRRULE:FREQ=WEEKLY", "it repeats and lasts more than a day")]
    public void Say_why_an_event_is_skipped(string lines, string why)
    {
        var import = Read(Event(lines));
        import.Taken.ShouldBeEmpty();
        import.Skipped.ShouldHaveSingleItem().Why.ShouldBe(why);
    }

    [Fact]
    public void Are_read_folded_with_alarms_and_zones_of_their_own()
    {
        var text = "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Mitteleuropa\r\nX-LIC-LOCATION:Europe/Berlin\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
            + "BEGIN:VEVENT\r\nSUMMARY:Weihnachts\r\n feier\\, gro\r\n\tß\r\nDTSTART;TZID=Mitteleuropa:20261218T180\r\n 000\r\nDTEND;TZID=Mitteleuropa:20261218T230000\r\n"
            + "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nDURATION:PT5M\r\nSUMMARY:alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        Read(text).Taken.ShouldHaveSingleItem().Rule.ShouldBe(RuleNotation.ReadLine("open date 2026-12-18 17:00-22:00 # Weihnachtsfeier, groß"));
    }

    [Theory]
    [InlineData("", "not a calendar file")]
    [InlineData("<html><script>alert(1)</script></html>", "not a calendar file")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n", "its end is missing")]
    [InlineData("BEGIN:VCALENDAR\nEND:VEVENT\n", "do not end where they should")]
    [InlineData("END:VCALENDAR", "do not end where they should")]
    public void That_are_none_are_refused_in_words(string text, string words) =>
        Should.Throw<CalendarException>(() => Read(text)).Message.ShouldContain(words);

    [Fact]
    public void Nested_without_end_are_refused() =>
        Should.Throw<CalendarException>(() => Read(string.Concat(Enumerable.Repeat("BEGIN:VCALENDAR\n", 100_000)))).Message.ShouldContain("nested too deeply");

    [Fact]
    public void Larger_than_five_megabytes_are_refused_before_they_are_read_to_the_end() =>
        Should.Throw<CalendarException>(() => CalendarImport.Read(new Endless(), RuleEffect.Open, London, new DateOnly(2026, 1, 1), 500)).Message.ShouldContain("larger than 5 MB");

    [Fact]
    public void Of_five_megabytes_with_everything_to_count_are_read_in_bounded_time()
    {
        var text = new StringBuilder("BEGIN:VCALENDAR\n");
        while (text.Length < CalendarText.LargestFile - 2000)
        {
            text.Append("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2147483647\nDESCRIPTION:").Append('x', 500).Append("\nEND:VEVENT\n");
        }

        text.Append("BEGIN:VEVENT\nSUMMARY:").Append('y', 1000).Append("\nEND:VEVENT\nEND:VCALENDAR\n");
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var import = Read(text.ToString());
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20), "about one second on a free machine");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(500_000_000);
        import.Taken.Count.ShouldBeLessThan(Schedule.MostRules);
        import.Skipped.ShouldContain(s => s.Why.Contains("repeat more often than can be counted"));
        import.Skipped[^1].Name.ShouldContain("more events");
    }

    [Fact]
    public void With_one_huge_line_keep_only_what_a_line_may_have()
    {
        var import = Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + new string('x', 4_000_000) + "\nDTSTART;VALUE=DATE:20260101\nEND:VEVENT\nEND:VCALENDAR");
        import.Taken.ShouldHaveSingleItem().Rule.Name.Length.ShouldBe(ScheduleRule.LongestName);
    }

    [Fact]
    public void Exported_and_imported_again_are_the_same_rules()
    {
        ScheduleRule[] rules =
        [
            .. Rules(
                "open week MO,TU,WE,TH,FR 09:00-17:30", "open week SA 22:00-06:00", "closed date 2026-12-24 12:00-00:00 # Heiligabend, ab Mittag; wirklich",
                "closed range 2026-08-01/2026-08-15 # Ferien", "open range 2026-08-01/2026-08-03 10:00-12:00", "closed nth -1MO 05", "closed before WE 11-23 # Buß- und Bettag",
                "open repeat 2026-01-05;FREQ=WEEKLY;INTERVAL=2;UNTIL=2027-01-01;BYDAY=MO;EXDATE=2026-02-02 09:00-10:00"),
            .. HolidaySets.Of("GB-SCT").Select(h => new ScheduleRule(RuleEffect.Closed, h.Day, ClockSpan.WholeDay, h.Name)),
        ];
        var text = new CalendarExport("Öffnungszeiten", "id", London, At("2026-06-01 12:00 +00:00")).Write(rules);

        text.Split("\r\n").ShouldAllBe(l => Encoding.UTF8.GetByteCount(l) <= 75);
        text.ShouldContain("BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n");
        text.ShouldContain("DTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n");
        Read(text).Taken.Select(t => t.Rule).ShouldBe(rules);
    }

    [Fact]
    public void Exported_say_to_others_what_the_rules_say()
    {
        // Without our own property, as another program would write it back.
        var text = new CalendarExport("Office", "id", London, At("2026-06-01 12:00 +00:00"))
            .Write(Rules("open week MO,FR 09:00-17:30", "closed nth -1MO 05 # Spring", "open yearly 12-24 09:00-12:00"));
        var others = string.Join("\r\n", text.Split("\r\n").Where(l => !l.StartsWith("X-PORTAL-RULE", StringComparison.Ordinal)));
        // The last Monday of this May has passed, so all three have begun.
        var read = CalendarImport.Read(new StringReader(others), RuleEffect.Open, London, new DateOnly(2026, 12, 31), 500).Taken.Select(t => RuleNotation.Write(t.Rule));
        read.ShouldBe(["open week MO,FR 09:00-17:30 # Office", "closed nth -1MO 05 # Spring", "open yearly 12-24 09:00-12:00 # Office"]);
    }

    private static string Event(string lines) => "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n" + lines + "\nEND:VEVENT\nEND:VCALENDAR\n";

    private static CalendarImport Read(string text) => CalendarImport.Read(new StringReader(text), RuleEffect.Open, London, new DateOnly(2026, 6, 1), Schedule.MostRules);

    /// <summary>A file without end.</summary>
    private sealed class Endless : TextReader
    {
        public override int Read() => 'x';
    }
}
