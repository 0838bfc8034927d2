using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain.Features;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<FeaturePackage> FeaturePackages => Set<FeaturePackage>();

    public DbSet<CompanyOffering> CompanyOfferings => Set<CompanyOffering>();

    public DbSet<PackageAssignment> PackageAssignments => Set<PackageAssignment>();

    public DbSet<FeatureAssignment> FeatureAssignments => Set<FeatureAssignment>();

    private static void MapFeatures(ModelBuilder model)
    {
        model.Entity<FeaturePackage>(e =>
        {
            e.ToTable("feature_packages");
            e.Property(p => p.Name).HasMaxLength(FeaturePackage.LongestName);
            e.Property(p => p.NameKey).HasMaxLength(FeaturePackage.LongestName);
            e.Property(p => p.Summary).HasMaxLength(FeaturePackage.LongestSummary);
            e.HasIndex(p => new { p.Owner, p.NameKey }).IsUnique();
        });
        model.Entity<CompanyOffering>(e =>
        {
            e.ToTable("company_offerings");
            e.HasKey(o => o.CompanyId);
            e.Property(o => o.CompanyId).ValueGeneratedNever();
        });
        model.Entity<PackageAssignment>(e =>
        {
            e.ToTable("package_assignments");
            e.HasKey(a => a.HolderId);
            e.Property(a => a.HolderId).ValueGeneratedNever();
            e.HasIndex(a => a.CompanyId);
        });
        model.Entity<FeatureAssignment>(e =>
        {
            e.ToTable("feature_assignments");
            e.HasKey(a => a.HolderId);
            e.Property(a => a.HolderId).ValueGeneratedNever();
            e.HasIndex(a => a.CompanyId);
        });
    }
}
