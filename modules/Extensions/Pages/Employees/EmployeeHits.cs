using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web.Search;

namespace Portal.Extensions.Pages.Employees;

/// <summary>Employees in the live search: by username, names, extension and site; whoever has exactly that extension comes first.</summary>
internal sealed class EmployeeHits(ExtensionsDb db, IMediator mediator, IAccess access, UnitOfWork unit) : ISearchSource
{
    public string Group => "Employees";

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!access.AllowsSomewhere(ExtensionsModule.View.Key))
        {
            return [];
        }

        var sites = await mediator.Send(new ListSites(null), cancellationToken);
        var names = sites.ToDictionary(s => s.Id, s => s.Name);
        var visible = db.Employees.AsNoTracking().Within(access.ListReach(ExtensionsModule.View.Key), unit);
        var hits = new List<EmployeeRow>();
        if (text.All(char.IsAsciiDigit))
        {
            hits.AddRange(await Rows(visible.Where(e => e.Extension == text).OrderBy(e => e.Search)).Take(limit).ToListAsync(cancellationToken));
        }

        if (hits.Count < limit)
        {
            var further = await Rows(visible.Matching(text, sites).OrderBy(e => e.Search)).Take(limit).ToListAsync(cancellationToken);
            hits.AddRange(further.ExceptBy(hits.Select(h => h.Id), h => h.Id).Take(limit - hits.Count));
        }

        return [.. hits.Select(h => new SearchHit(
            h.Name, names.TryGetValue(h.SiteId, out var site) ? $"{h.Extension} · {h.Username} · {site}" : $"{h.Extension} · {h.Username}",
            $"/employees/{h.Id}", "user"))];
    }

    private static IQueryable<EmployeeRow> Rows(IQueryable<Domain.Employee> employees) => employees
        .Select(e => new EmployeeRow(e.Id, e.CompanyId, e.SiteId, e.FirstName + " " + e.LastName, e.Username, e.Extension, e.Status));
}
