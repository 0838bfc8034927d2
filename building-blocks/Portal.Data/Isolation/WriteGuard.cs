using Microsoft.EntityFrameworkCore;

namespace Portal.Data.Isolation;

/// <summary>The second wall behind the query filter: nothing is written to another company, whatever a handler thought.</summary>
internal static class WriteGuard
{
    public static void Check(ModuleDb db)
    {
        foreach (var entry in db.ChangeTracker.Entries<ICompanyOwned>())
        {
            if (entry.State is EntityState.Unchanged or EntityState.Detached)
            {
                continue;
            }

            var company = entry.Property(nameof(ICompanyOwned.CompanyId));
            var moved = entry.State == EntityState.Modified && !Equals(company.OriginalValue, company.CurrentValue);
            if (moved || (!db.SeesEverything && !db.Reaches(entry.Entity.CompanyId)))
            {
                throw new CompanyIsolationException(entry.Metadata.GetTableName() ?? entry.Metadata.Name);
            }
        }
    }
}
