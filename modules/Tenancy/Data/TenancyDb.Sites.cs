using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Site> Sites => Set<Site>();

    private static void MapSites(ModelBuilder model) =>
        model.Entity<Site>(e =>
        {
            e.ToTable("sites");
            e.Property(s => s.Name).HasMaxLength(80);
            e.Property(s => s.Street).HasMaxLength(200);
            e.Property(s => s.PostalCode).HasMaxLength(20);
            e.Property(s => s.City).HasMaxLength(100);
            e.Property(s => s.Country).HasMaxLength(2);
            e.Property(s => s.TimeZone).HasMaxLength(64);
            e.Property(s => s.ContactName).HasMaxLength(100);
            e.Property(s => s.ContactPhone).HasMaxLength(32);
            e.Property(s => s.ContactEmail).HasMaxLength(254);
            e.Property(s => s.NameKey).HasMaxLength(80);
            e.Property(s => s.Search).HasMaxLength(220);
            e.Ignore(s => s.Profile);
            e.HasIndex(s => new { s.CompanyId, s.NameKey }).IsUnique();
            e.HasIndex(s => s.Search);
            e.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId).OnDelete(DeleteBehavior.Restrict)
                .HasConstraintName("FK_sites_companies_CompanyId");
        });
}
