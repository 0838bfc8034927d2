using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Requests;

internal sealed class FindCompanyHandler(TenancyDb db) : IRequestHandler<FindCompany, CompanySummary?>
{
    public async Task<CompanySummary?> Handle(FindCompany request, CancellationToken cancellationToken) =>
        await db.Companies.AsNoTracking().Where(c => c.CompanyId == request.Id)
            .Select(c => new CompanySummary(c.CompanyId, c.Name, c.SipDomain, c.Country, c.TimeZone, c.Status))
            .SingleOrDefaultAsync(cancellationToken);
}

internal sealed class ListCompaniesHandler(TenancyDb db) : IRequestHandler<ListCompanies, IReadOnlyList<CompanySummary>>
{
    public async Task<IReadOnlyList<CompanySummary>> Handle(ListCompanies request, CancellationToken cancellationToken) =>
        await db.Companies.AsNoTracking().OrderBy(c => c.Search)
            .Select(c => new CompanySummary(c.CompanyId, c.Name, c.SipDomain, c.Country, c.TimeZone, c.Status))
            .ToListAsync(cancellationToken);
}

internal sealed class LookUpCompaniesHandler(TenancyDb db) : IRequestHandler<LookUpCompanies, IReadOnlyDictionary<CompanyId, CompanySummary>>
{
    public async Task<IReadOnlyDictionary<CompanyId, CompanySummary>> Handle(LookUpCompanies request, CancellationToken cancellationToken)
    {
        CompanyId[] ids = [.. request.Ids.Distinct()];
        return ids.Length == 0
            ? new Dictionary<CompanyId, CompanySummary>()
            : await db.Companies.AsNoTracking().Where(c => ids.Contains(c.CompanyId))
                .Select(c => new CompanySummary(c.CompanyId, c.Name, c.SipDomain, c.Country, c.TimeZone, c.Status))
                .ToDictionaryAsync(c => c.Id, cancellationToken);
    }
}
