using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Audit;
using Portal.Modularity.Access;
using Portal.Web.Lists;
using Portal.Web.Platform;

namespace Portal.Web.Pages.AuditLog;

[Needs(PlatformOffers.ViewAudit)]
internal sealed class IndexModel(Portal.Data.Audit.AuditLog log, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("audit", "changes")
        .Search("Search person, table or object id")
        .Column("at", "When").Column("who", "Who").Column("what", "What").Column("change", "Change")
        .Filter("verb", "Kind", ("added", "Added"), ("changed", "Changed"), ("removed", "Removed"))
        .SortedBy("at", descending: true);

    public PagedList<AuditEntry> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Audit log");
        Head.Lead = T("Who changed what, when, and from where.");
        var query = Shape.Read(Request);
        var entries = log.Within(access.ReachOf(PlatformOffers.ViewAudit));
        if (query["verb"] is { } verb)
        {
            entries = entries.Where(e => e.Verb == verb);
        }

        if (query.Search.Length > 0)
        {
            entries = entries.Where(e => e.UserName.Contains(query.Search) || e.Table.Contains(query.Search) || e.ObjectId == query.Search);
        }

        // Ids are UUIDs of version 7: their order is the order of time, and unlike a moment they are unique.
        if (Guid.TryParse(query.After, out var after))
        {
            entries = entries.Where(e => e.Id.CompareTo(after) < 0);
        }

        var rows = await entries.OrderByDescending(e => e.Id).Take(query.Size + 1).ToListAsync(ct);
        var more = rows.Count > query.Size;
        List = new(query, [.. rows.Take(query.Size)], Next: more ? rows[query.Size - 1].Id.ToString() : null);
        return FragmentOrPage("_List");
    }

    /// <summary>The columns that changed, with what they were and are.</summary>
    public static IEnumerable<(string Field, string? Before, string? After)> Differences(AuditEntry entry)
    {
        var before = Read(entry.Before);
        var after = Read(entry.After);
        return before.Keys.Union(after.Keys).Where(k => k is not ("Version" or "SearchText"))
            .Select(k => (k, before.GetValueOrDefault(k), after.GetValueOrDefault(k)))
            .Where(d => d.Item2 is not null || d.Item3 is not null);
    }

    private static Dictionary<string, string?> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
}
