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
internal sealed class IndexModel(ExtensionsDb db, IMediator mediator, IAccess access, UnitOfWork unit) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("employees", "employees")
        .Search("Search name, number or site")
        .Column("name", "Name", sort: true)
        .Column("username", "Username", sort: true)
        .Column("extension", "Extension", sort: true, number: true)
        .Column("site", "Site")
        .Filter("site", "Site")
        .Filter("status", "Status", [.. Enum.GetNames<EmployeeStatus>().Select(s => (s.ToLowerInvariant(), s))])
        .SortedBy("name");

    private IReadOnlyDictionary<SiteId, SiteSummary> _sites = new Dictionary<SiteId, SiteSummary>();
    private IReadOnlyDictionary<CompanyId, CompanySummary> _companies = new Dictionary<CompanyId, CompanySummary>();

    public PagedList<EmployeeRow> List { get; private set; } = default!;

    public bool MayChange { get; private set; }

    /// <summary>Operators and partners look at several companies at once.</summary>
    public bool ShowsCompany => _companies.Count > 1;

    public string AddAddress => List.Query["site"] is { } site ? "/employees/new?site=" + site : "/employees/new";

    public string SiteName(SiteId site) => _sites.TryGetValue(site, out var known) ? known.Name : "–";

    public string CompanyName(CompanyId company) => _companies.TryGetValue(company, out var known) ? known.Name : "–";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var query = await ReadQueryAsync(ct);
        var found = Found(query);
        var total = await found.CountAsync(ct);
        var rows = await Sorted(found, query).Skip(query.Skip).Take(query.Size)
            .Select(e => new EmployeeRow(e.Id, e.CompanyId, e.SiteId, e.FirstName + " " + e.LastName, e.Username, e.Extension, e.Status))
            .ToListAsync(ct);
        List = new PagedList<EmployeeRow>(query, rows, total);

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
        _companies = (await mediator.Send(new ListCompanies(), ct)).ToDictionary(c => c.Id);
        _sites = (await mediator.Send(new ListSites(null), ct)).ToDictionary(s => s.Id);

        var shape = Shape.WithOptions("site", _sites.Values.Select(s => new ListOption(s.Id.ToString(), NameOf(s))));
        if (ShowsCompany)
        {
            shape = shape.Column("company", "Company")
                .Filter("company", "Company", [.. _companies.Values.Select(c => (c.Id.ToString(), c.Name))]);
        }

        shape = shape.Column("status", "Status");
        return (MayChange ? shape.Bulk("Activate", "Activate", "user-check") : shape).Read(Request);
    }

    private string NameOf(SiteSummary site) => ShowsCompany ? $"{site.Name} · {CompanyName(site.CompanyId)}" : site.Name;

    private IQueryable<Employee> Found(ListQuery query)
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

        return found.Matching(query.Search, [.. _sites.Values]);
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
