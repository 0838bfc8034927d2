using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Extensions.Pages.Employees;

/// <summary>The employees within the viewer's reach.</summary>
[Needs("employees.view")]
internal sealed class IndexModel(ExtensionsDb db, IMediator mediator, IAccess access, CurrentUser user, UnitOfWork unit) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("employees", "employees")
        .Search("Search name, number or site")
        .Column("name", "Name", sort: true)
        .Column("username", "Username", sort: true)
        .Column("extension", "Extension", sort: true, number: true)
        .Column("site", "Site")
        .SortedBy("name");

    // More sites are looked up by name instead of standing in a menu.
    private const int MostOptions = 60;

    private IReadOnlyDictionary<SiteId, SiteSummary> _sites = new Dictionary<SiteId, SiteSummary>();
    private IReadOnlyDictionary<CompanyId, CompanySummary> _companies = new Dictionary<CompanyId, CompanySummary>();

    public PagedList<EmployeeRow> List { get; private set; } = default!;

    public bool MayChange { get; private set; }

    /// <summary>Operators and partners look at several companies at once.</summary>
    public bool ShowsCompany => user.MayChooseCompany;

    public string AddAddress => List.Query["site"] is { } site ? "/employees/new?site=" + site : "/employees/new";

    public string SiteName(SiteId site) => _sites.TryGetValue(site, out var known) ? known.Name : "–";

    public string CompanyName(CompanyId company) => _companies.TryGetValue(company, out var known) ? known.Name : "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var query = await ReadQueryAsync(ct);
        var found = await FoundAsync(query, ct);
        var total = await found.CountAsync(ct);
        var rows = await Sorted(found, query).Skip(query.Skip).Take(query.Size)
            .Select(e => new EmployeeRow(e.Id, e.CompanyId, e.SiteId, e.FirstName + " " + e.LastName, e.Username, e.Extension, e.Status))
            .ToListAsync(ct);
        List = new PagedList<EmployeeRow>(query, rows, total);
        _sites = await mediator.Send(new LookUpSites([.. rows.Select(r => r.SiteId)]), ct);
        if (ShowsCompany)
        {
            _companies = await mediator.Send(new LookUpCompanies([.. rows.Select(r => r.CompanyId)]), ct);
        }

        Head.Title = T("Employees");
        Head.PrimaryAction = new Link(T("Add employee"), AddAddress, "user-plus", Needs: ExtensionsModule.Change.Key);
        return FragmentOrPage("_List");
    }

    public async Task<IActionResult> OnPostActivateAsync(EmployeeId[] ids, CancellationToken ct)
    {
        var outcome = await mediator.Send(new ActivateEmployees(ids), ct);
        switch (outcome.Kind)
        {
            case OutcomeKind.Done:
                Toast(outcome.Value switch
                {
                    0 => T("All of them were activated already."),
                    var many => N(many, "1 employee is activated and can be called now.", "{0} employees are activated and can be called now."),
                });
                break;
            case OutcomeKind.Refused:
                Toast(Tone.Bad, outcome.Problems[0].Message);
                break;
            default:
                return Failed(outcome);
        }

        return LocalRedirect((await ReadQueryAsync(ct)).Here);
    }

    private async Task<ListQuery> ReadQueryAsync(CancellationToken ct)
    {
        MayChange = access.AllowsSomewhere(ExtensionsModule.Change.Key);
        var shape = await WithSitesAsync(Shape, ct);
        if (ShowsCompany)
        {
            shape = shape.Column("company", "Company").Lookup("company", "Company", "companies");
        }

        shape = shape.Column("status", "Status").Filter("status", "Status", [.. Enum.GetNames<EmployeeStatus>().Select(s => (s.ToLowerInvariant(), s))]);
        return await (MayChange ? shape.Bulk("Activate", "Activate", "user-check") : shape).ReadAsync(Request, ct);
    }

    private async Task<ListShape> WithSitesAsync(ListShape shape, CancellationToken ct)
    {
        var sites = user.MayChooseCompany ? [] : await mediator.Send(new FindSitesByName("", MostOptions + 1), ct);
        return user.MayChooseCompany || sites.Count > MostOptions
            ? shape.Lookup("site", "Site", "sites")
            : shape.Filter("site", "Site").WithOptions("site", sites.Select(s => new ListOption(s.Id.ToString(), s.Name)));
    }

    private async Task<IQueryable<Employee>> FoundAsync(ListQuery query, CancellationToken ct)
    {
        var found = db.Employees.AsNoTracking().Within(access.ListReach(ExtensionsModule.View.Key), unit);
        if (query["company"] is { } company)
        {
            var id = new CompanyId(Guid.Parse(company));
            found = found.Where(e => e.CompanyId == id);
        }

        if (query["site"] is { } site)
        {
            var id = new SiteId(Guid.Parse(site));
            found = found.Where(e => e.SiteId == id);
        }

        if (query["status"] is { } status)
        {
            var wanted = Enum.Parse<EmployeeStatus>(status, ignoreCase: true);
            found = found.Where(e => e.Status == wanted);
        }

        return await found.MatchingAsync(query.Search, mediator, ct);
    }

    // The id settles the order of namesakes, so that no row is skipped or shown twice between two pages.
    private static IQueryable<Employee> Sorted(IQueryable<Employee> found, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("username", false) => found.OrderBy(e => e.Username).ThenBy(e => e.Id),
        ("username", true) => found.OrderByDescending(e => e.Username).ThenByDescending(e => e.Id),
        ("extension", false) => found.OrderBy(e => e.ExtensionOrder).ThenBy(e => e.Id),
        ("extension", true) => found.OrderByDescending(e => e.ExtensionOrder).ThenByDescending(e => e.Id),
        (_, true) => found.OrderByDescending(e => e.Search).ThenByDescending(e => e.Id),
        _ => found.OrderBy(e => e.Search).ThenBy(e => e.Id),
    };
}

internal sealed record EmployeeRow(
    EmployeeId Id, CompanyId CompanyId, SiteId SiteId, string Name, string Username, string Extension, EmployeeStatus Status);
