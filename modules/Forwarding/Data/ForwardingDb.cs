using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Forwarding.Domain;

namespace Portal.Forwarding.Data;

internal sealed class ForwardingDb(DbContextOptions<ForwardingDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<ForwardingRule> Rules => Set<ForwardingRule>();

    protected override void Map(ModelBuilder model) => model.Entity<ForwardingRule>(rule =>
    {
        rule.ToTable("rules");
        rule.HasKey(r => r.EmployeeId);
        rule.Property(r => r.EmployeeId).ValueGeneratedNever();
        rule.Property(r => r.Destination).HasMaxLength(64);
        rule.Ignore(r => r.Condition);
        rule.HasIndex(r => new { r.CompanyId, r.IsOn });
        rule.HasIndex(r => r.ScheduleId);
    });
}
