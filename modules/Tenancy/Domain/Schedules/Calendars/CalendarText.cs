using System.Text;

namespace Portal.Tenancy.Domain.Schedules.Calendars;

/// <summary>The file cannot be taken at all; the message says why, for the person who chose it.</summary>
internal sealed class CalendarException(string message) : Exception(message);

/// <summary>One content line of RFC 5545: <c>DTSTART;TZID=Europe/London:20260105T090000</c>.</summary>
internal sealed record CalendarLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value);

/// <summary>
/// Content lines of a calendar, unfolded one at a time, so that a file costs no more memory than its longest line. What is longer than
/// any line we read is dropped while it is read.
/// </summary>
internal static class CalendarText
{
    public const int LargestFile = 5 * 1024 * 1024;

    private const int LongestLine = 16 * 1024;

    /// <exception cref="CalendarException">More than <see cref="LargestFile"/> characters.</exception>
    public static IEnumerable<CalendarLine> Lines(TextReader text)
    {
        var logical = new StringBuilder();
        var read = 0L;
        foreach (var (line, continued) in PhysicalLines(text))
        {
            read += line.Length + 1;
            if (read > LargestFile)
            {
                throw new CalendarException(T("This file is larger than 5 MB. Export a shorter time, or fewer calendars."));
            }

            if (!continued)
            {
                if (Parse(logical.ToString()) is { } done)
                {
                    yield return done;
                }

                logical.Clear();
            }

            logical.Append(line, 0, Math.Min(line.Length, LongestLine - logical.Length));
        }

        if (Parse(logical.ToString()) is { } last)
        {
            yield return last;
        }
    }

    /// <summary>Lines as they stand in the file; a line beginning with white space continues the one before (3.1). Longer ones come in pieces.</summary>
    private static IEnumerable<(string Text, bool Continues)> PhysicalLines(TextReader text)
    {
        var line = new StringBuilder();
        var (atStart, continues) = (true, false);
        int read;
        while ((read = text.Read()) >= 0)
        {
            var c = (char)read;
            if (c is '\n' or '\r')
            {
                if (!atStart)
                {
                    yield return (line.ToString(), continues);
                    line.Clear();
                    (atStart, continues) = (true, false);
                }

                continue;
            }

            if (atStart)
            {
                (atStart, continues) = (false, c is ' ' or '\t');
                if (continues)
                {
                    continue;
                }
            }

            line.Append(c);
            if (line.Length == LongestLine)
            {
                yield return (line.ToString(), continues);
                line.Clear();
                continues = true;
            }
        }

        if (!atStart)
        {
            yield return (line.ToString(), continues);
        }
    }

    private static CalendarLine? Parse(string line)
    {
        var (quoted, end) = (false, -1);
        List<int> marks = [];
        for (var i = 0; i < line.Length && end < 0; i++)
        {
            switch (line[i])
            {
                case '"':
                    quoted = !quoted;
                    break;
                case ';' when !quoted && marks.Count < 32:
                    marks.Add(i);
                    break;
                case ':' when !quoted:
                    end = i;
                    break;
            }
        }

        if (end <= 0)
        {
            return null;
        }

        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        foreach (var (from, to) in marks.Zip(marks.Skip(1).Append(end)))
        {
            var parameter = line[(from + 1)..to];
            var equals = parameter.IndexOf('=');
            if (equals > 0)
            {
                parameters[parameter[..equals]] = parameter[(equals + 1)..].Trim('"');
            }
        }

        return new CalendarLine(line[..(marks.Count > 0 ? marks[0] : end)].Trim().ToUpperInvariant(), parameters, line[(end + 1)..]);
    }

    /// <summary>Text with its escapes taken back (3.3.11).</summary>
    public static string Unescape(string text) =>
        text.Contains('\\') ? text.Replace("\\n", " ", StringComparison.OrdinalIgnoreCase).Replace("\\,", ",").Replace("\\;", ";").Replace("\\\\", "\\") : text;

    public static string Escape(string text) => text.Replace("\\", "\\\\").Replace(",", "\\,").Replace(";", "\\;").Replace("\n", "\\n");
}
