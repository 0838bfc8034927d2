using Portal.Extensions.Domain;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Data;

internal static class EmployeeSearch
{
    private const int MostWords = 5;

    /// <summary>
    /// Employees in whose names, username, extension or site every typed word occurs, in any order and case. The words are taken
    /// literally: <c>%</c> is a percent sign.
    /// </summary>
    public static IQueryable<Employee> Matching(this IQueryable<Employee> employees, string text, IReadOnlyList<SiteSummary> sites)
    {
        foreach (var typed in text.Split((char[]?)null, MostWords, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var word = typed.ToLowerInvariant();
            var there = sites.Where(s => s.Name.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(s => s.Id).ToArray();
            employees = there.Length == 0
                ? employees.Where(e => e.Search.Contains(word))
                : employees.Where(e => e.Search.Contains(word) || there.Contains(e.SiteId));
        }

        return employees;
    }
}
