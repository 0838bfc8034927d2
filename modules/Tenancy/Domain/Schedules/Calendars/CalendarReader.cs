namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>One event as the file has it: properties by name, the last of a kind wins; lists are kept whole.</summary>
internal sealed class CalendarEvent
{
    private const int MostValues = 400;

    private readonly Dictionary<string, CalendarLine> _single = [];
    private readonly List<CalendarLine> _exceptions = [];

    public CalendarLine? this[string name] => _single.GetValueOrDefault(name);

    public IReadOnlyList<CalendarLine> Exceptions => _exceptions;

    public string Summary => _single.TryGetValue("SUMMARY", out var line) ? CalendarText.Unescape(line.Value).Tidied() : "";

    public void Add(CalendarLine line)
    {
        switch (line.Name)
        {
            case "EXDATE" when _exceptions.Count < MostValues:
                _exceptions.Add(line);
                break;
            case "DTSTART" or "DTEND" or "DURATION" or "RRULE" or "RDATE" or "RECURRENCE-ID" or "SUMMARY" or "STATUS" or "CATEGORIES" or "X-PORTAL-RULE":
                _single[line.Name] = line;
                break;
        }
    }
}

/// <summary>What a calendar file holds: its events, and the zones it names in its own way.</summary>
internal sealed class CalendarFile
{
    private readonly Dictionary<string, string> _zoneNames = [];

    public List<CalendarEvent> Events { get; } = [];

    /// <summary>Events beyond those read; they are not kept.</summary>
    public int TooMany { get; private set; }

    public TimeZoneInfo? Zone(string name)
    {
        // Some programs put a path of their own before the name: /citadel.org/20210210_1/Europe/Berlin.
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] names = [name, _zoneNames.GetValueOrDefault(name, ""), string.Join('/', parts.TakeLast(2)), string.Join('/', parts.TakeLast(3))];
        foreach (var candidate in names)
        {
            if (candidate.Length is > 0 and <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(candidate, out var zone))
            {
                return zone;
            }
        }

        return null;
    }

    /// <exception cref="CalendarException">The text is no calendar, or one built to do harm.</exception>
    public static CalendarFile Read(TextReader text)
    {
        var file = new CalendarFile();
        var open = new Stack<string>();
        CalendarEvent? current = null;
        var (zone, calendars) = ("", 0);
        foreach (var line in CalendarText.Lines(text))
        {
            switch (line.Name)
            {
                case "BEGIN":
                    if (open.Count == MostNesting)
                    {
                        throw new CalendarException(T("The parts of this file are nested too deeply. It is not a calendar that a program would write."));
                    }

                    open.Push(line.Value.Trim().ToUpperInvariant());
                    calendars += open.Peek() == "VCALENDAR" ? 1 : 0;
                    current = open.Peek() == "VEVENT" ? new CalendarEvent() : current;
                    break;
                case "END":
                    if (open.Count == 0 || open.Pop() != line.Value.Trim().ToUpperInvariant())
                    {
                        throw new CalendarException(T("This file is damaged: its parts do not end where they should. Export it again."));
                    }

                    if (current is not null && line.Value.Trim().Equals("VEVENT", StringComparison.OrdinalIgnoreCase))
                    {
                        file.Keep(current);
                        current = null;
                    }

                    break;
                case "TZID" when open.Count > 0 && open.Peek() == "VTIMEZONE":
                    zone = line.Value.Trim();
                    break;
                case "X-LIC-LOCATION" when open.Count > 0 && open.Peek() == "VTIMEZONE" && file._zoneNames.Count < 200:
                    file._zoneNames[zone] = line.Value.Trim();
                    break;
                default:
                    // Alarms inside an event have properties of the same names.
                    if (open.Count > 0 && open.Peek() == "VEVENT")
                    {
                        current?.Add(line);
                    }

                    break;
            }
        }

        if (calendars == 0)
        {
            throw new CalendarException(T("This is not a calendar file. Choose a file that ends in .ics and begins with BEGIN:VCALENDAR."));
        }

        return open.Count == 0 ? file : throw new CalendarException(T("This file is damaged: its end is missing. Export it again."));
    }

    private const int MostNesting = 6;

    /// <summary>More than any schedule can take, so that the preview can still say what is skipped.</summary>
    private const int MostEvents = 2 * Schedule.MostRules;

    private void Keep(CalendarEvent found)
    {
        if (Events.Count < MostEvents)
        {
            Events.Add(found);
        }
        else
        {
            TooMany++;
        }
    }
}
