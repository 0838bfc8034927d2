using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Isolation;
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
