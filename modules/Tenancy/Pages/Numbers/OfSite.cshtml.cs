using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Numbers;
using Portal.Tenancy.Pages.Sites;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

/// <summary>The numbers of a site as ranges, with what is left of them.</summary>
[Needs(TenancyModule.ViewNumbers)]
internal sealed class OfSiteModel(TenancyDb db, IAccess access, NumberLookup lookup) : PortalPage
{
    public IReadOnlyList<Range> Ranges { get; private set; } = [];

    public SiteId Id { get; private set; }

    internal sealed record Range(string First, string Last, int Count, int Free);

    public async Task<IActionResult> OnGetAsync(SiteId id, CancellationToken ct)
    {
        if (await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } site
            || !access.Allows(TenancyModule.ViewNumbers, new ObjectScope(site.CompanyId, site.Id)))
        {
            return NotFound();
        }

        Id = id;
        var numbers = await db.Numbers.AsNoTracking().Where(n => n.SiteId == id && n.State != NumberState.Released)
            .OrderBy(n => n.E164.Length).ThenBy(n => n.E164).Select(n => new { n.E164, n.State }).ToListAsync(ct);
        Ranges = Gathered([.. numbers.Select(n => (n.E164, n.State))]);
        Head.Title = T("Numbers");
        Head.Lead = T("The numbers in the pool of this site and those its people have.");
        Head.UnderSites(await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == site.CompanyId, ct), access).Under(site.Name, $"/sites/{id}");
        Head.Subject = site.Subject();
        return Page();
    }

    private List<Range> Gathered(IReadOnlyList<(string E164, NumberState State)> numbers)
    {
        var ranges = new List<Range>();
        for (var i = 0; i < numbers.Count;)
        {
            var (start, free) = (i, 0);
            do
            {
                free += numbers[i].State == NumberState.Free ? 1 : 0;
                i++;
            }
            while (i < numbers.Count && Digits(numbers[i].E164) == Digits(numbers[i - 1].E164) + 1);
            ranges.Add(new(lookup.Write(numbers[start].E164), lookup.Write(numbers[i - 1].E164), i - start, free));
        }

        return ranges;
    }

    private static long Digits(string e164) => long.Parse(e164.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
