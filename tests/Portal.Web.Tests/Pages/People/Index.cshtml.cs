using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Web.Lists;
using Portal.Web.Tests.Demo;

namespace Portal.Web.Tests.Pages.People;

[Needs("demo.view")]
internal sealed class IndexModel(Demo.People people) : PortalPage
{
    internal static readonly ListShape Shape = new ListShape("people", "employees")
        .Search("Search name, number or site")
        .Column("name", "Name", sort: true).Column("number", "Extension", sort: true, number: true).Column("site", "Site", sort: true)
        .Column("phone", "Telephone").Column("seen", "Last call", sort: true)
        .Filter("site", "Site", ("London", "London"), ("Leeds", "Leeds")).Filter("state", "State", ("active", "Active"), ("inactive", "Not active")).DateFilter("since", "Called since")
        .Bulk("Suspend", "Suspend", "user-off", "Suspend the selected employees? Their calls are refused until you turn them on again.").Bulk("Note", "Make a note", "notes")
        .SortedBy("name");

    public PagedList<Person> List { get; private set; } = default!;

    [BindProperty(SupportsGet = true)]
    public string? Live { get; set; }

    public IActionResult OnGet()
    {
        Head.Title = "Employees";
        Head.Lead = "Everyone with an extension at Acme.";
        Head.PrimaryAction = new("Add employee", "/people/new", "user-plus", Needs: "demo.change");
        Head.Banners.Add(new Banner(Tone.Warning, "Three telephones still run on old settings.", new Link("See which", "/devices?state=old")));
        var query = Shape.Read(Request);
        var found = people.All.Where(p => p.Name.Contains(query.Search, StringComparison.CurrentCultureIgnoreCase) && (query["site"] ?? p.Site) == p.Site).ToArray();
        Func<Person, string> key = query.Sort switch { "number" => p => p.Number, "site" => p => p.Site, "seen" => p => p.Seen.ToString("o"), _ => p => p.Name };
        var sorted = query.Descending ? found.OrderByDescending(key) : found.OrderBy(key);
        List = new(query, [.. sorted.Skip(query.Skip).Take(query.Size)], found.Length);
        return FragmentOrPage("_List");
    }

    public IActionResult OnPostSuspend(int[] ids)
    {
        Toast($"{ids.Length} employees are suspended.", undo: "/people?handler=Resume");
        return RedirectToPage();
    }
}
