using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Partners;

[Needs(TenancyModule.ManagePartners)]
internal sealed class IndexModel(TenancyDb db) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("partners", "partners")
        .Search("Search name")
        .Column("name", "Name", sort: true)
        .Column("companies", "Companies", number: true)
        .Column("since", "Since", sort: true)
        .SortedBy("name");

    public PagedList<Row> List { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Partners");
        Head.Lead = T("Partners look after companies for you. Which ones, is said on each company's form.");
        Head.PrimaryAction = new Link(T("Add partner"), "/partners/new", "plus");
        var query = Shape.Read(Request);
        var partners = db.Partners.AsNoTracking();
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            partners = partners.Where(p => EF.Functions.Like(p.NameKey, pattern, SearchText.Escape));
        }

        var total = await partners.CountAsync(ct);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("since", false) => partners.OrderBy(p => p.CreatedAt).ThenBy(p => p.Id),
            ("since", true) => partners.OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id),
            (_, true) => partners.OrderByDescending(p => p.NameKey),
            _ => partners.OrderBy(p => p.NameKey),
        };
        var rows = await sorted.Skip(query.Skip).Take(query.Size)
            .Select(p => new Row(p.Id, p.Name, db.Companies.Count(c => c.PartnerId == p.Id), p.CreatedAt)).ToListAsync(ct);
        List = new PagedList<Row>(query, rows, total);
        return FragmentOrPage("_Partners");
    }

    internal sealed record Row(PartnerId Id, string Name, int Companies, DateTimeOffset CreatedAt);
}
