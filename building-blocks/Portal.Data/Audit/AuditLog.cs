using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Data.Core;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.Audit;

/// <summary>Reading the audit log. Entries of the platform's own rows are for operators; a company's for those its reach covers.</summary>
public sealed class AuditLog
{
    private readonly CoreDb _db;

    internal AuditLog(CoreDb db) => _db = db;

    /// <summary>Who has ever changed something of a company, by the names they had then; read from an index, however long the log is.</summary>
    public Task<List<string>> PeopleAsync(CompanyId company, CancellationToken ct) => NamesAsync(company, nameof(AuditEntry.UserName), ct);

    /// <summary>As whom somebody else has ever been signed in while changing something of a company.</summary>
    public Task<List<string>> SupportedAsync(CompanyId company, CancellationToken ct) => NamesAsync(company, nameof(AuditEntry.OnBehalfOf), ct);

    // From each name to the next one, which no database does by itself for SELECT DISTINCT: that would read every entry.
    private Task<List<string>> NamesAsync(CompanyId company, string column, CancellationToken ct)
    {
        var sql = _db.GetService<ISqlGenerationHelper>();
        var entity = _db.Model.FindEntityType(typeof(AuditEntry))!;
        var table = sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());
        var (name, owner) = (sql.DelimitIdentifier(column), sql.DelimitIdentifier(nameof(AuditEntry.CompanyId)));
        var first = $"SELECT MIN({name}) FROM {table} WHERE {owner} = {{0}} AND {name} IS NOT NULL";
        var statement =
            $"""
            WITH RECURSIVE people(known) AS (
                {first}
                UNION ALL
                SELECT ({first} AND {name} > people.known) FROM people WHERE people.known IS NOT NULL)
            SELECT known AS {sql.DelimitIdentifier("Value")} FROM people WHERE known IS NOT NULL
            """;
        return _db.Database.SqlQuery<string>(FormattableStringFactory.Create(statement, company.Value)).ToListAsync(ct);
    }

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
