using Microsoft.EntityFrameworkCore;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Schedule> Schedules => Set<Schedule>();

    private static void MapSchedules(ModelBuilder model) =>
        model.Entity<Schedule>(e =>
        {
            e.ToTable("schedules");
            e.Property(s => s.Name).HasMaxLength(Schedule.LongestName);
            e.Property(s => s.NameKey).HasMaxLength(Schedule.LongestName);
            e.HasIndex(s => new { s.OwnerId, s.NameKey }).IsUnique();
            e.HasIndex(s => s.CompanyId);
            e.HasIndex(s => s.HolidaysId);
            e.HasOne<Company>().WithMany().HasForeignKey(s => s.CompanyId).OnDelete(DeleteBehavior.Restrict)
                .HasConstraintName("FK_schedules_companies_CompanyId");
        });
}
