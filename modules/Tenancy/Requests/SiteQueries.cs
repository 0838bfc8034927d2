using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Requests;

internal sealed class FindSiteHandler(TenancyDb db, CurrentUser user, DataScope scope) : IRequestHandler<FindSite, SiteSummary?>
{
    public async Task<SiteSummary?> Handle(FindSite request, CancellationToken cancellationToken) =>
        await db.Sites.Of(user, scope).Where(s => s.Id == request.Id)
            .Select(s => new SiteSummary(s.Id, s.CompanyId, s.Name, s.TimeZone))
            .SingleOrDefaultAsync(cancellationToken);
}

internal sealed class ListSitesHandler(TenancyDb db, CurrentUser user, DataScope scope)
    : IRequestHandler<ListSites, IReadOnlyList<SiteSummary>>
{
    public async Task<IReadOnlyList<SiteSummary>> Handle(ListSites request, CancellationToken cancellationToken) =>
        await db.Sites.Of(user, scope).Where(s => request.Company == null || s.CompanyId == request.Company)
            .OrderBy(s => s.NameKey)
            .Select(s => new SiteSummary(s.Id, s.CompanyId, s.Name, s.TimeZone))
            .ToListAsync(cancellationToken);
}

internal sealed class LookUpSitesHandler(TenancyDb db, CurrentUser user, DataScope scope)
    : IRequestHandler<LookUpSites, IReadOnlyDictionary<SiteId, SiteSummary>>
{
    public async Task<IReadOnlyDictionary<SiteId, SiteSummary>> Handle(LookUpSites request, CancellationToken cancellationToken)
    {
        SiteId[] ids = [.. request.Ids.Distinct()];
        return ids.Length == 0
            ? new Dictionary<SiteId, SiteSummary>()
            : await db.Sites.Of(user, scope).Where(s => ids.Contains(s.Id))
                .Select(s => new SiteSummary(s.Id, s.CompanyId, s.Name, s.TimeZone))
                .ToDictionaryAsync(s => s.Id, cancellationToken);
    }
}

internal sealed class FindSitesByNameHandler(TenancyDb db, CurrentUser user, DataScope scope)
    : IRequestHandler<FindSitesByName, IReadOnlyList<SiteSummary>>
{
    public async Task<IReadOnlyList<SiteSummary>> Handle(FindSitesByName request, CancellationToken cancellationToken)
    {
        var text = request.Text.ToLowerInvariant();
        return await db.Sites.Of(user, scope).Where(s => s.NameKey.Contains(text))
            .OrderBy(s => s.NameKey).ThenBy(s => s.Id).Take(request.Limit)
            .Select(s => new SiteSummary(s.Id, s.CompanyId, s.Name, s.TimeZone))
            .ToListAsync(cancellationToken);
    }
}
