using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Activity;
using Portal.Data.History;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Web.Lists;

namespace Portal.Web.Pages.Recent;

/// <summary>What was set up and taken away in a company: the last hundred events of two years (TE2).</summary>
[Needs(RecentActivity.View)]
internal sealed class IndexModel(RecentActivity activity, ObjectHistory objects, IFeatureAssignments features) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("activity", "events")
        .Column("event", "Event").Column("object", "Object").Column("site", "Site").Column("package", "Feature package").Column("at", "When").Column("who", "Who");

    private readonly Dictionary<SiteId, string> _sites = [];

    public PagedList<ActivityEntry> List { get; private set; } = default!;

    public string SiteName(SiteId? site) => site is { } id ? _sites.GetValueOrDefault(id, "–") : "–";

    /// <summary>What a site or employee has now; nothing for what has no packages.</summary>
    public string PackagesOf(ActivityEntry entry) => Guid.TryParse(entry.ObjectId, out var id) && entry.Verb != "removed"
        ? entry.Thing switch
        {
            "Site" => features.PackagesOf(new ObjectScope(entry.CompanyId, new SiteId(id))),
            "Employee" => features.PackagesOf(new ObjectScope(entry.CompanyId, entry.SiteId, new EmployeeId(id))),
            _ => "",
        }
        : "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await objects.FindAsync("companies", id, RecentActivity.View, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Recent activity");
        Head.Lead = T($"The last {RecentActivity.Shown} events; after two years they are removed.");
        Head.Subject = Subject.Company(new CompanyId(id), company.Name);
        Head.Under(company.Name, "/companies/" + id);
        var query = Shape.Read(Request);
        var last = await activity.Of(new CompanyId(id)).ToListAsync(ct);
        foreach (var site in last.Select(e => e.SiteId).OfType<SiteId>().Distinct())
        {
            if (await objects.FindAsync("sites", site.Value, ObjectHistory.View, ct) is { } known)
            {
                _sites[site] = known.Name;
            }
        }

        List = new(query, [.. last.Skip(query.Skip).Take(query.Size)], last.Count);
        return FragmentOrPage("_Activity");
    }
}
