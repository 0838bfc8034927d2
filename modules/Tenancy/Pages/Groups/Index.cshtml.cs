using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Groups;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>
/// The tree of one company's groups, as far as the viewer looks after it. Who looks after several companies and has chosen
/// none sees all their groups by name.
/// </summary>
[Needs(TenancyModule.ViewGroups)]
internal sealed class IndexModel(TenancyDb db, GroupAccess groups, GroupDirectory directory, GroupRows rows, IAccess access, CurrentUser user) : PortalPage
{
    public PagedList<GroupRow> List { get; private set; } = default!;

    /// <summary>Where a group is added; null where the viewer may not add one at the top, or has chosen no company.</summary>
    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId? company, CancellationToken ct)
    {
        Head.Title = T("Groups");
        if ((company ?? user.CurrentCompany) is not { } one)
        {
            Head.Lead = T("Choose a company in the top bar to see its groups as a tree.");
            List = await EverywhereAsync(GroupRows.Everywhere.Read(Request), ct);
            return FragmentOrPage("_Groups");
        }

        if (await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == one, ct) is not { } known)
        {
            return NotFound();
        }

        if (company is not null && access.Allows(TenancyModule.ViewCompany, new ObjectScope(one)))
        {
            Head.Subject = Companies.CompanyView.Subject(known);
            Head.Under(known.Name, $"/companies/{one}");
        }

        Head.Lead = T("Sites stand at the top by themselves. Who administers a group also looks after the groups below it.");
        if (access.Allows(TenancyModule.ChangeGroups, new ObjectScope(one)))
        {
            Head.PrimaryAction = Add = new Link(T("Add group"), $"/groups/new?company={one}", "plus");
        }

        var query = (company is null ? GroupRows.Tree : GroupRows.OfCompany(one, known.Name)).Read(Request);
        List = await rows.PageAsync(one, await groups.ListAsync(one, TenancyModule.ViewGroups, ct), query, ct);
        return FragmentOrPage("_Groups");
    }

    private async Task<PagedList<GroupRow>> EverywhereAsync(ListQuery query, CancellationToken ct)
    {
        var reach = access.ListReach(TenancyModule.ViewGroups);
        var (all, sites) = (db.Groups.AsNoTracking(), db.Sites.AsNoTracking());
        if (!reach.Everything)
        {
            (all, sites) = (all.Where(g => reach.Companies.Contains(g.CompanyId)), sites.Where(s => reach.Companies.Contains(s.CompanyId)));
        }

        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            all = all.Where(g => EF.Functions.Like(g.NameKey, pattern, SearchText.Escape));
            sites = sites.Where(s => EF.Functions.Like(s.NameKey, pattern, SearchText.Escape));
        }

        var (wantsGroups, wantsSites) = (query["kind"] is null or not "sites", query["kind"] is null or "sites");
        var total = (wantsGroups ? await all.CountAsync(ct) : 0) + (wantsSites ? await sites.CountAsync(ct) : 0);
        // Two tables, each in its own order: the page lies within the first of both.
        var upTo = query.Skip + query.Size;
        var first = wantsGroups ? await all.OrderBy(g => g.NameKey).ThenBy(g => g.Id).Take(upTo).Select(g => new { g.CompanyId, g.Id, g.NameKey }).ToListAsync(ct) : [];
        var second = wantsSites ? await sites.OrderBy(s => s.NameKey).ThenBy(s => s.Id).Take(upTo).Select(s => new { s.CompanyId, s.Id, s.NameKey }).ToListAsync(ct) : [];
        var page = first.Concat(second.Select(s => new { s.CompanyId, Id = GroupId.Of(s.Id), s.NameKey }))
            .OrderBy(g => g.NameKey, StringComparer.Ordinal).ThenBy(g => g.Id.Value).Skip(query.Skip).Take(query.Size).ToList();
        var ids = page.Select(g => g.CompanyId).Distinct().ToArray();
        var names = await db.Companies.AsNoTracking().Where(c => ids.Contains(c.CompanyId)).ToDictionaryAsync(c => c.CompanyId, c => c.Name, ct);
        var shown = new List<GroupRow>();
        foreach (var row in page)
        {
            var tree = await directory.TreeAsync(row.CompanyId, ct);
            if (tree.Find(row.Id) is { } group)
            {
                shown.Add(new GroupRow(group, 1, null, tree.ChildrenOf(group.Id).Count(), names.GetValueOrDefault(row.CompanyId, "")));
            }
        }

        return new PagedList<GroupRow>(query, shown, total);
    }
}
