using MediatR;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Data;

internal static class EmployeeSearch
{
    private const int MostWords = 5;

    // A word that so many sites are called by tells little, and one of a single letter nothing.
    private const int MostSites = 1000, ShortestSite = 2;

    /// <summary>
    /// Employees in whose names, username, extension or site every typed word occurs, in any order and case. The words are taken
    /// literally: <c>%</c> is a percent sign.
    /// </summary>
    public static async Task<IQueryable<Employee>> MatchingAsync(this IQueryable<Employee> employees, string text, IMediator mediator, CancellationToken ct)
    {
        foreach (var word in Words(text))
        {
            SiteId[] there = word.Length < ShortestSite ? [] : [.. (await mediator.Send(new FindSitesByName(word, MostSites), ct)).Select(s => s.Id)];
            employees = there.Length == 0
                ? employees.Where(e => e.Search.Contains(word))
                : employees.Where(e => e.Search.Contains(word) || there.Contains(e.SiteId));
        }

        return employees;
    }

    /// <summary>
    /// Those whose last name (or extension, for digits) begins with what was typed: a stretch of an index, so at once whatever the
    /// number of employees. The database's order of characters need not be this one's, so what lies in the stretch is looked at again.
    /// </summary>
    public static IQueryable<Employee>? BeginningWith(this IQueryable<Employee> employees, string text)
    {
        var from = string.Join(' ', Words(text));
        if (from.Length == 0 || from[^1] >= '\ud7ff')
        {
            return null;
        }

        var to = from[..^1] + (char)(from[^1] + 1);
        return from.All(char.IsAsciiDigit)
            ? employees.Where(e => e.Extension.CompareTo(from) >= 0 && e.Extension.CompareTo(to) < 0 && e.Extension.StartsWith(from))
                .OrderBy(e => e.Extension).ThenBy(e => e.Search)
            : employees.Where(e => e.Search.CompareTo(from) >= 0 && e.Search.CompareTo(to) < 0 && e.Search.StartsWith(from))
                .OrderBy(e => e.Search);
    }

    private static string[] Words(string text) =>
        text.ToLowerInvariant().Split((char[]?)null, MostWords, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
