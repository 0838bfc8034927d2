namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>A rule made from an event.</summary>
/// <param name="Note">What could not be kept as it was; empty when all was.</param>
internal sealed record ImportedRule(ScheduleRule Rule, string Note = "");

/// <summary>An event that becomes no rule, and why.</summary>
internal sealed record SkippedEvent(string Name, string Why);

/// <summary>What a calendar file would add to a schedule.</summary>
internal sealed record CalendarImport(IReadOnlyList<ImportedRule> Taken, IReadOnlyList<SkippedEvent> Skipped)
{
    /// <summary>Reads a file for a schedule in this zone.</summary>
    /// <param name="effect">What the events mean: open hours, closed times, or holidays.</param>
    /// <param name="room">How many rules the schedule can still take.</param>
    /// <exception cref="CalendarException">The file cannot be taken at all.</exception>
    public static CalendarImport Read(TextReader text, RuleEffect effect, TimeZoneInfo zone, DateOnly today, int room)
    {
        var file = CalendarFile.Read(text);
        var reader = new EventReader(file, effect, zone, today);
        List<ImportedRule> taken = [];
        List<SkippedEvent> skipped = [];
        foreach (var found in file.Events)
        {
            var name = found.Summary.Length > ScheduleRule.LongestName ? found.Summary[..ScheduleRule.LongestName] : found.Summary;
            try
            {
                var rules = reader.Read(found, name);
                if (taken.Count + rules.Count > room)
                {
                    throw new EventException(T($"a schedule holds at most {Schedule.MostRules} rules"));
                }

                taken.AddRange(rules);
            }
            catch (EventException e)
            {
                skipped.Add(new SkippedEvent(name, e.Message));
            }
        }

        if (file.TooMany > 0)
        {
            skipped.Add(new SkippedEvent(N(file.TooMany, "One more event", "{0} more events"), T($"a schedule holds at most {Schedule.MostRules} rules")));
        }

        return new CalendarImport([.. taken.DistinctBy(r => RuleNotation.Write(r.Rule))], skipped);
    }
}

/// <summary>This event cannot become a rule; the message says why.</summary>
internal sealed class EventException(string message) : Exception(message);
