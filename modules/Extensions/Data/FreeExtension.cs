using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Domain;
using Portal.Modularity;

namespace Portal.Extensions.Data;

/// <summary>Suggests the next free extension of a site: the first gap above the lowest number in use there.</summary>
internal sealed class FreeExtension(ExtensionsDb db)
{
    private const int First = 2001;
    private const int Block = 100;
    private const int Highest = 999_999;

    /// <summary>Empty when the company has run out of numbers. The number is a suggestion: nobody keeps it reserved.</summary>
    public async Task<string> SuggestAsync(CompanyId company, SiteId site, CancellationToken ct)
    {
        var all = db.Employees.AsNoTracking().Where(e => e.CompanyId == company);
        var lowest = await all.Where(e => e.SiteId == site).MinAsync(e => (int?)e.ExtensionOrder, ct);
        var from = lowest ?? await StartOfNewBlockAsync(all, ct);
        if (lowest is null && !await all.AnyAsync(e => e.ExtensionOrder == from, ct) && IsUsable(from))
        {
            return Text(from);
        }

        var afterGap = await all
            .Where(e => e.ExtensionOrder >= from && !all.Any(next => next.ExtensionOrder == e.ExtensionOrder + 1))
            .OrderBy(e => e.ExtensionOrder).Select(e => e.ExtensionOrder + 1).Take(20).ToListAsync(ct);
        return afterGap.FirstOrDefault(IsUsable) is > 0 and var free ? Text(free) : "";
    }

    // A site without people begins its own hundred, above what the company uses: London 2001…, Leeds 2101….
    private static async Task<int> StartOfNewBlockAsync(IQueryable<Employee> all, CancellationToken ct)
    {
        var highest = await all.Where(e => e.ExtensionOrder < 10_000).MaxAsync(e => (int?)e.ExtensionOrder, ct);
        return highest is { } h && h >= First ? (h / Block * Block) + Block + 1 : First;
    }

    private static bool IsUsable(int number) => number <= Highest && ExtensionNumber.WhyNot(Text(number)) is null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
