using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Devices.Domain;

namespace Portal.Devices.Data;

/// <summary>Telephones, what they fetched and left, and the registrations.</summary>
internal sealed class DevicesDb(DbContextOptions<DevicesDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<Device> Devices => Set<Device>();

    public DbSet<ProvisioningRun> Runs => Set<ProvisioningRun>();

    public DbSet<PhoneFile> Files => Set<PhoneFile>();

    public DbSet<BindingRow> Bindings => Set<BindingRow>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Device>(e =>
        {
            e.ToTable("devices");
            e.Property(d => d.Model).HasMaxLength(32);
            e.Property(d => d.Mac).HasMaxLength(12);
            e.Property(d => d.Secret).HasMaxLength(1024);
            e.Ignore(d => d.Kind).Ignore(d => d.Address).Ignore(d => d.Scope);
            e.HasIndex(d => d.Mac).IsUnique();
            e.HasIndex(d => new { d.CompanyId, d.SiteId });
            e.HasIndex(d => d.EmployeeId);
            // The live search for a model.
            e.HasIndex(d => new { d.Model, d.Mac });
        });
        model.Entity<ProvisioningRun>(e =>
        {
            e.ToTable("runs");
            e.Property(r => r.Address).HasMaxLength(64);
            e.Property(r => r.UserAgent).HasMaxLength(256);
            e.Property(r => r.Firmware).HasMaxLength(32);
            e.Property(r => r.Host).HasMaxLength(255);
            e.Property(r => r.ConfigurationTag).HasMaxLength(80);
            e.HasIndex(r => new { r.DeviceId, r.StartedAt });
        });
        model.Entity<PhoneFile>(e =>
        {
            e.ToTable("files");
            e.HasKey(f => new { f.DeviceId, f.Name });
            e.Property(f => f.Name).HasMaxLength(32);
        });
        model.Entity<BindingRow>(e =>
        {
            e.ToTable("bindings");
            e.Property(b => b.Aor).HasMaxLength(255);
            e.Property(b => b.UserAgent).HasMaxLength(256);
            e.Property(b => b.Flow).HasMaxLength(80);
            e.HasIndex(b => b.Aor);
        });
    }
}
