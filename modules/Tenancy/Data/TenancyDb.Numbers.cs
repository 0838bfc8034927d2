using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Domain.Settings;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Number> Numbers => Set<Number>();

    public DbSet<NumberEvent> NumberHistory => Set<NumberEvent>();

    public DbSet<InternalBlock> NumberBlocks => Set<InternalBlock>();

    public DbSet<PlatformSettings> PlatformSettings => Set<PlatformSettings>();

    public DbSet<CompanySettings> CompanySettings => Set<CompanySettings>();

    public DbSet<SearchUse> SearchUses => Set<SearchUse>();

    private static void MapNumbers(ModelBuilder model)
    {
        model.Entity<Number>(e =>
        {
            e.ToTable("numbers");
            e.Property(n => n.E164).HasMaxLength(16);
            e.Ignore(n => n.Owner);
            e.Ignore(n => n.IsPrimary);
            e.Ignore(n => n.Terms);
            e.HasIndex(n => n.E164).IsUnique();
            e.HasIndex(n => n.PrimaryOf).IsUnique();
            e.HasIndex(n => new { n.CompanyId, n.E164 });
            e.HasIndex(n => n.SiteId);
            e.HasIndex(n => n.OwnerId);
        });
        model.Entity<NumberEvent>(e =>
        {
            e.ToTable("number_history");
            e.Property(h => h.E164).HasMaxLength(16);
            e.Property(h => h.By).HasMaxLength(100);
            e.Property(h => h.About).HasMaxLength(200);
            e.HasIndex(h => new { h.CompanyId, h.E164, h.At });
        });
        model.Entity<InternalBlock>(e =>
        {
            e.ToTable("number_blocks");
            e.HasIndex(b => b.First).IsUnique();
            e.HasIndex(b => b.CompanyId);
        });
    }

    private static void MapSettings(ModelBuilder model)
    {
        model.Entity<PlatformSettings>(e =>
        {
            e.ToTable("platform_settings");
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Blocked).HasMaxLength(BlockedExtensions.Longest);
            e.Property(s => s.ProductName).HasMaxLength(40);
            e.Property(s => s.Accent).HasMaxLength(7);
            e.Property(s => s.MailName).HasMaxLength(60);
            e.Property(s => s.MailAddress).HasMaxLength(254);
        });
        model.Entity<CompanySettings>(e =>
        {
            e.ToTable("company_settings");
            e.HasKey(s => s.CompanyId);
            e.Property(s => s.ProductName).HasMaxLength(40);
            e.Property(s => s.Accent).HasMaxLength(7);
            e.Property(s => s.MailName).HasMaxLength(60);
            e.Property(s => s.MailAddress).HasMaxLength(254);
        });
        model.Entity<SearchUse>(e =>
        {
            e.ToTable("search_uses");
            e.Property(u => u.By).HasMaxLength(10);
            e.Property(u => u.Text).HasMaxLength(130);
            e.HasIndex(u => new { u.UserId, u.At });
        });
    }
}
