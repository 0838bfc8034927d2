using Portal.Extensions.Contracts;
using Portal.Modularity;

namespace Portal.Forwarding.Domain;

/// <summary>Follows forwarding from person to person, to find out before saving whether a call would ever arrive.</summary>
internal static class Circle
{
    /// <summary>The switch gives a call up after this many diversions.</summary>
    internal const int LongestChain = 5;

    /// <summary>
    /// The people a call to <paramref name="from"/> would pass if it were forwarded to <paramref name="to"/>, both included.
    /// It is a circle when the last one has been there before.
    /// </summary>
    /// <param name="nextOf">Where this person forwards to; null when they answer their calls themselves.</param>
    public static async Task<IReadOnlyList<DirectoryEntry>> WayAsync(
        DirectoryEntry from, DirectoryEntry to, Func<DirectoryEntry, Task<DirectoryEntry?>> nextOf)
    {
        List<DirectoryEntry> way = [from];
        for (var next = to; next is not null && way.Count <= LongestChain + 1; next = await nextOf(next))
        {
            var seen = Passed(way, next.Employee);
            way.Add(next);
            if (seen)
            {
                break;
            }
        }

        return way;
    }

    public static bool IsCircle(IReadOnlyList<DirectoryEntry> way) => Passed(way.Take(way.Count - 1), way[^1].Employee);

    /// <summary>"John Smith forwards to Jane Jones, and Jane Jones forwards to John Smith".</summary>
    public static string InWords(IReadOnlyList<DirectoryEntry> way)
    {
        var steps = way.Zip(way.Skip(1), (a, b) => T($"{a.DisplayName} forwards to {b.DisplayName}")).ToArray();
        return steps.Length == 1 ? steps[0] : T($"{string.Join(", ", steps[..^1])}, and {steps[^1]}");
    }

    private static bool Passed(IEnumerable<DirectoryEntry> way, EmployeeId employee) => way.Any(e => e.Employee == employee);
}
