using Microsoft.EntityFrameworkCore;
using Portal.Data.Core;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.Audit;

/// <summary>Reading the audit log. Entries of the platform's own rows are for operators; a company's for those its reach covers.</summary>
public sealed class AuditLog
{
    private readonly CoreDb _db;

    internal AuditLog(CoreDb db) => _db = db;

    public IQueryable<AuditEntry> Within(Reach reach)
    {
        var entries = _db.Audit.AsNoTracking();
        switch (reach)
        {
            case { Everything: true }:
                return entries;
            case { Companies: [var only] }:
                // One value, not a list of one: the index then gives the order too, and a page of a million entries is read, not sorted.
                CompanyId? company = only;
                return entries.Where(e => e.CompanyId == company);
            default:
                var companies = reach.Companies.Select(c => (CompanyId?)c).ToArray();
                return entries.Where(e => e.CompanyId != null && companies.Contains(e.CompanyId));
        }
    }
}
