using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Company> Companies => Set<Company>();

    private static void MapCompanies(ModelBuilder model) =>
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
            e.Property(c => c.BillingName).HasMaxLength(100);
            e.Property(c => c.BillingRegion).HasMaxLength(100);
            e.Property(c => c.VatNumber).HasMaxLength(20);
            e.Property(c => c.Notes).HasMaxLength(4000);
            e.Property(c => c.Search).HasMaxLength(400);
            e.Ignore(c => c.Profile);
            e.Ignore(c => c.Terms);
            e.HasIndex(c => c.SipDomain).IsUnique();
            e.HasIndex(c => c.Search);
            e.HasIndex(c => c.CreatedAt);
            e.HasIndex(c => c.TrialEnds);
        });
}
