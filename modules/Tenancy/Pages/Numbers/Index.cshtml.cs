using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Numbers;

[Needs(TenancyModule.ViewNumbers)]
internal sealed class IndexModel(IMediator mediator, TenancyDb db, NumberLookup lookup, IAccess access, CurrentUser user) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("numbers", "numbers")
        .Search("Search a number, national or international")
        .Column("number", "Number", sort: true)
        .Column("owner", "Leads to")
        .Column("state", "State", sort: true)
        .Column("site", "Site")
        .Column("kind", "Type", sort: true)
        .Filter("state", "State", ("Free", "Free"), ("Assigned", "Assigned"), ("Ordered", "Pending: ordered"), ("Porting", "Pending: being ported"))
        .Filter("kind", "Type", ("FixedLine", "Fixed line"), ("Mobile", "Mobile"), ("TollFree", "Toll-free"), ("PremiumRate", "Premium rate"),
            ("SharedCost", "Shared cost"), ("UniversalAccess", "Nationwide company number"))
        .SortedBy("number");

    // More sites are looked up by name instead of standing in a menu.
    private const int MostOptions = 60;

    public PagedList<Row> List { get; private set; } = default!;

    /// <summary>Several companies are shown: each row says whose it is.</summary>
    public bool ManyCompanies { get; private set; }

    public Link? Add { get; private set; }

    internal sealed record Row(NumberId Id, string Text, Number Number, string Site, string Company, CompanyId CompanyId);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ManyCompanies = user.MayChooseCompany;
        var mayAssign = access.AllowsSomewhere(TenancyModule.AssignNumbers);
        var mayManage = access.AllowsSomewhere(TenancyModule.ManageNumbers);

        var shape = await WithSitesAsync(ct);
        shape = ManyCompanies ? shape.Column("company", "Company").Lookup("company", "Company", "companies") : shape;
        shape = mayAssign ? shape.Bulk("Move", "Move to a pool", "map-pin").Bulk("Return", "Take back", "arrow-back-up", "Take the selected numbers back from whoever has them? Calls to them end nowhere then.") : shape;
        shape = mayManage ? shape.Bulk("Service", "Put into service", "circle-check").Bulk("Release", "Release", "trash", "Release the selected numbers to the platform? Calls to them no longer arrive.") : shape;
        var query = await shape.ReadAsync(Request, ct);

        var numbers = Filtered(lookup.Within(TenancyModule.ViewNumbers), query);
        var total = await numbers.CountAsync(ct);
        var rows = await Sorted(numbers, query).Skip(query.Skip).Take(query.Size).ToListAsync(ct);
        SiteId?[] siteIds = [.. rows.Select(n => n.SiteId).Distinct()];
        CompanyId[] companyIds = ManyCompanies ? [.. rows.Select(n => n.CompanyId).Distinct()] : [];
        var siteNames = await db.Sites.AsNoTracking().Where(s => siteIds.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        var companyNames = await db.Companies.AsNoTracking().Where(c => companyIds.Contains(c.CompanyId)).ToDictionaryAsync(c => c.CompanyId, c => c.Name, ct);
        List = new(query, [.. rows.Select(n => new Row(
            n.Id, lookup.Write(n.E164), n, n.SiteId is { } s ? siteNames.GetValueOrDefault(s, "") : "", companyNames.GetValueOrDefault(n.CompanyId, ""), n.CompanyId))], total);
        await PlaceAsync(query, ct);
        return FragmentOrPage("_Numbers");
    }

    public IActionResult OnPostMove(Guid[] ids) =>
        ids.Length == 0 ? Redirect("/numbers") : Redirect("/numbers/move?" + string.Join('&', ids.Distinct().Take(NumberActions.MostAtOnce).Select(i => "ids=" + i)));

    public Task<IActionResult> OnPostReturnAsync(Guid[] ids, CancellationToken ct) =>
        DoAsync(new ReturnNumbers(Typed(ids)), n => N(n, "The number is back in its pool.", "{0} numbers are back in their pools."), ids, ct);

    public Task<IActionResult> OnPostServiceAsync(Guid[] ids, CancellationToken ct) =>
        DoAsync(new PutIntoService(Typed(ids)), n => N(n, "The number is in service.", "{0} numbers are in service."), ids, ct);

    public Task<IActionResult> OnPostReleaseAsync(Guid[] ids, CancellationToken ct) =>
        DoAsync(new ReleaseNumbers(Typed(ids)), n => N(n, "The number is released.", "{0} numbers are released."), ids, ct);

    private static NumberId[] Typed(Guid[] ids) => [.. ids.Select(i => new NumberId(i))];

    private async Task<IActionResult> DoAsync(IChange<Outcome> change, Func<int, string> done, Guid[] ids, CancellationToken ct)
    {
        if (ids.Length > 0)
        {
            var outcome = await mediator.Send(change, ct);
            if (outcome.Kind == OutcomeKind.NotFound)
            {
                return NotFound();
            }

            if (outcome.Succeeded)
            {
                Toast(done(ids.Distinct().Count()));
            }
            else
            {
                Toast(Tone.Warning, outcome.Problems[0].Message);
            }
        }

        return Redirect("/numbers");
    }

    private IQueryable<Number> Filtered(IQueryable<Number> numbers, ListQuery query)
    {
        if (query.Search.Length > 0)
        {
            numbers = lookup.Matching(numbers, query.Search);
        }

        if (Enum.TryParse<NumberState>(query["state"], out var state))
        {
            numbers = numbers.Where(n => n.State == state);
        }

        if (Enum.TryParse<NumberKind>(query["kind"], out var kind))
        {
            numbers = numbers.Where(n => n.Kind == kind);
        }

        if (Guid.TryParse(query["site"], out var site))
        {
            var id = new SiteId(site);
            numbers = numbers.Where(n => n.SiteId == id);
        }

        if (Guid.TryParse(query["company"], out var company))
        {
            var id = new CompanyId(company);
            numbers = numbers.Where(n => n.CompanyId == id);
        }

        return numbers;
    }

    private static IQueryable<Number> Sorted(IQueryable<Number> numbers, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("state", false) => numbers.OrderBy(n => n.State).ThenBy(n => n.E164),
        ("state", true) => numbers.OrderByDescending(n => n.State).ThenBy(n => n.E164),
        ("kind", false) => numbers.OrderBy(n => n.Kind).ThenBy(n => n.E164),
        ("kind", true) => numbers.OrderByDescending(n => n.Kind).ThenBy(n => n.E164),
        (_, true) => numbers.OrderByDescending(n => n.E164),
        _ => numbers.OrderBy(n => n.E164),
    };

    private async Task<ListShape> WithSitesAsync(CancellationToken ct)
    {
        if (user.MayChooseCompany)
        {
            return Shape.Lookup("site", "Site", "sites");
        }

        var sites = await db.Sites.AsNoTracking().OrderBy(s => s.NameKey).Take(MostOptions + 1).Select(s => new { s.Id, s.Name }).ToListAsync(ct);
        return sites.Count > MostOptions
            ? Shape.Lookup("site", "Site", "sites")
            : Shape.Filter("site", "Site").WithOptions("site", sites.Select(s => new ListOption(s.Id.ToString(), s.Name)));
    }

    private async Task PlaceAsync(ListQuery query, CancellationToken ct)
    {
        Head.Title = T("Numbers");
        CompanyId? narrowed = Guid.TryParse(query["company"], out var id) ? new CompanyId(id) : null;
        var chosen = narrowed is null ? null : await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == narrowed, ct);
        if (chosen is not null)
        {
            Head.UnderCompany(chosen, access.AllowsSomewhere(TenancyModule.ListCompanies));
            Head.Subject = chosen.Subject();
        }

        var company = chosen?.CompanyId ?? user.Company;
        if (company is { } at ? access.Allows(TenancyModule.ManageNumbers, new ObjectScope(at)) : access.AllowsSomewhere(TenancyModule.ManageNumbers))
        {
            Head.PrimaryAction = Add = new Link(T("Add numbers"), "/numbers/new" + (company is { } to ? "?company=" + to : ""), "plus");
        }
    }
}
