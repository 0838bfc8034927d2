using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Dialling;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<DialLocation> Locations => Set<DialLocation>();

    public DbSet<SitePlace> SitePlaces => Set<SitePlace>();

    private static void MapPlaces(ModelBuilder model)
    {
        model.Entity<DialLocation>(e =>
        {
            e.ToTable("locations");
            e.Property(l => l.Id).ValueGeneratedNever();
            e.Property(l => l.Name).HasMaxLength(DialLocation.LongestName);
            e.Property(l => l.NameKey).HasMaxLength(DialLocation.LongestName);
            e.Property(l => l.Country).HasMaxLength(2);
            e.Property(l => l.AreaCode).HasMaxLength(8);
            e.Property(l => l.OutsidePrefix).HasMaxLength(4);
            e.Property(l => l.TimeZone).HasMaxLength(64);
            e.HasIndex(l => new { l.CompanyId, l.NameKey }).IsUnique();
        });
        model.Entity<SitePlace>(e =>
        {
            e.ToTable("site_places");
            e.HasKey(p => p.SiteId);
            e.Property(p => p.SiteId).ValueGeneratedNever();
            e.Property(p => p.EmergencyAddress).HasMaxLength(400);
            e.Property(p => p.EmergencyNotes).HasMaxLength(400);
            e.Property(p => p.CallbackNumber).HasMaxLength(32);
            e.Ignore(p => p.Settings);
            e.HasIndex(p => p.LocationId);
        });
    }
}
