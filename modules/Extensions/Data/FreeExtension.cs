using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Data;

/// <summary>Suggests the next free extension of a site: the first gap above the lowest number in use there.</summary>
internal sealed class FreeExtension(ExtensionsDb db, IExtensionPlan plan)
{
    private const int First = 2001;
    private const int Block = 100;
    private const int Highest = 999_999;

    /// <summary>Empty when the company has run out of numbers. The number is a suggestion: nobody keeps it reserved.</summary>
    public async Task<string> SuggestAsync(CompanyId company, SiteId site, CancellationToken ct)
    {
        var all = db.Employees.AsNoTracking().Where(e => e.CompanyId == company);
        if (plan.BlocksOf(company) is { Count: > 0 } blocks)
        {
            return await InBlocksAsync(all, blocks, ct);
        }

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

    /// <summary>A company with blocks of its own takes its extensions from there, the lowest free one first.</summary>
    private async Task<string> InBlocksAsync(IQueryable<Employee> all, IReadOnlyList<ExtensionBlock> blocks, CancellationToken ct)
    {
        foreach (var block in blocks)
        {
            var taken = (await all.Where(e => e.ExtensionOrder >= block.First && e.ExtensionOrder <= block.Last).Select(e => e.ExtensionOrder).ToListAsync(ct)).ToHashSet();
            for (var number = block.First; number <= block.Last; number++)
            {
                if (!taken.Contains(number) && IsUsable(number))
                {
                    return Text(number);
                }
            }
        }

        return "";
    }

    // A site without people begins its own hundred, above what the company uses: London 2001…, Leeds 2101….
    private static async Task<int> StartOfNewBlockAsync(IQueryable<Employee> all, CancellationToken ct)
    {
        var highest = await all.Where(e => e.ExtensionOrder < 10_000).MaxAsync(e => (int?)e.ExtensionOrder, ct);
        return highest is { } h && h >= First ? (h / Block * Block) + Block + 1 : First;
    }

    private bool IsUsable(int number) => number <= Highest && ExtensionNumber.WhyNot(Text(number), plan) is null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
