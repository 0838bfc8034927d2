using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Data;

internal sealed class TenancyDb(DbContextOptions<TenancyDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<Company> Companies => Set<Company>();

    public DbSet<Site> Sites => Set<Site>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Company>(e =>
        {
            e.ToTable("companies");
            e.HasKey(c => c.CompanyId);
            e.Property(c => c.CompanyId).HasColumnName("Id");
            e.Property(c => c.Name).HasMaxLength(100);
            e.Property(c => c.SipDomain).HasMaxLength(253);
            e.Property(c => c.Country).HasMaxLength(2);
            e.Property(c => c.TimeZone).HasMaxLength(64);
            e.Property(c => c.Currency).HasMaxLength(3);
            e.Property(c => c.BillingStreet).HasMaxLength(200);
            e.Property(c => c.BillingPostalCode).HasMaxLength(20);
            e.Property(c => c.BillingCity).HasMaxLength(100);
            e.Property(c => c.VatNumber).HasMaxLength(20);
            e.Property(c => c.Notes).HasMaxLength(4000);
            e.Property(c => c.Search).HasMaxLength(400);
            e.Ignore(c => c.Profile);
            e.Ignore(c => c.Terms);
            e.HasIndex(c => c.SipDomain).IsUnique();
            e.HasIndex(c => c.Search);
            e.HasIndex(c => c.CreatedAt);
        });
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
}
