using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web.Search;

namespace Portal.Extensions.Pages.Employees;

/// <summary>Employees in the live search: by username, names, extension and site; those whose last name or extension begins so come first.</summary>
internal sealed class EmployeeHits(ExtensionsDb db, IMediator mediator, IAccess access, UnitOfWork unit) : ISearchSource
{
    public string Group => "Employees";

    public int Order => 10;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!access.AllowsSomewhere(ExtensionsModule.View.Key))
        {
            return [];
        }

        var visible = db.Employees.AsNoTracking().Within(access.ListReach(ExtensionsModule.View.Key), unit);
        var hits = visible.BeginningWith(text) is { } beginning ? await Rows(beginning).Take(limit).ToListAsync(cancellationToken) : [];
        if (hits.Count < limit)
        {
            var matching = await visible.MatchingAsync(text, mediator, cancellationToken);
            var further = await Rows(matching.OrderBy(e => e.Search)).Take(limit).ToListAsync(cancellationToken);
            hits.AddRange(further.ExceptBy(hits.Select(h => h.Id).ToArray(), h => h.Id).Take(limit - hits.Count));
        }

        var sites = hits.Count == 0 ? null : await mediator.Send(new LookUpSites([.. hits.Select(h => h.SiteId)]), cancellationToken);
        return [.. hits.Select(h => new SearchHit(
            h.Name, sites?.GetValueOrDefault(h.SiteId) is { } site ? $"{h.Extension} · {h.Username} · {site.Name}" : $"{h.Extension} · {h.Username}",
            $"/employees/{h.Id}", "user"))];
    }

    private static IQueryable<EmployeeRow> Rows(IQueryable<Domain.Employee> employees) => employees
        .Select(e => new EmployeeRow(e.Id, e.CompanyId, e.SiteId, e.FirstName + " " + e.LastName, e.Username, e.Extension, e.Status));
}
