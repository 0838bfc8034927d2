using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Forwarding.Pages.Forwarding;

/// <summary>Whose calls go elsewhere at this moment.</summary>
[Needs(ForwardingModule.ViewKey)]
internal sealed class DivertedModel(DivertedExtensions diverted, IAccess access) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("diverted", "diverted extensions")
        .Search("Search extension, name or destination")
        .Column("number", "Extension", sort: true).Column("name", "Name", sort: true).Column("to", "Calls go to", sort: true)
        .Lookup("site", "Site", "sites")
        .SortedBy("number");

    public PagedList<DivertedExtension> List { get; private set; } = default!;

    /// <summary>True for those who see several companies: an extension alone says too little.</summary>
    public bool ShowsDomain { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Diverted extensions");
        Head.Lead = T("Employees whose calls are all forwarded at this moment.");
        var reach = access.ReachOf(ForwardingModule.ViewKey);
        ShowsDomain = reach.Everything || reach.Companies.Count > 1;
        var query = await Shape.ReadAsync(Request, ct);
        var rows = diverted.InReach().Where(r => Matches(r, query.Search) && (query["site"] is not { } site || r.Site.ToString() == site));
        var sorted = (query.Sort switch
        {
            "name" => rows.OrderBy(r => r.Name, StringComparer.CurrentCultureIgnoreCase),
            "to" => rows.OrderBy(r => r.Destination, StringComparer.Ordinal),
            _ => rows.OrderBy(r => r.Number.Length).ThenBy(r => r.Number, StringComparer.Ordinal),
        }).ThenBy(r => r.Employee.Value).ToList();
        if (query.Descending)
        {
            sorted.Reverse();
        }

        List = new PagedList<DivertedExtension>(query, [.. sorted.Skip(query.Skip).Take(query.Size)], sorted.Count);
        return FragmentOrPage("_Diverted");
    }

    private static bool Matches(DivertedExtension row, string search) =>
        search.Length == 0 || new[] { row.Number, row.Name, row.Destination, row.TargetName, row.Domain }
            .Any(text => text?.Contains(search, StringComparison.CurrentCultureIgnoreCase) == true);
}
