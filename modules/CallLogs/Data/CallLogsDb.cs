using Microsoft.EntityFrameworkCore;
using Portal.CallLogs.Domain;
using Portal.Data;

namespace Portal.CallLogs.Data;

internal sealed class CallLogsDb(DbContextOptions<CallLogsDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<LoggedCall> Calls => Set<LoggedCall>();

    protected override void Map(ModelBuilder model) => model.Entity<LoggedCall>(e =>
    {
        e.ToTable("calls");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.CallerNumber).HasMaxLength(LoggedCall.Lengths.Number);
        e.Property(c => c.CallerName).HasMaxLength(LoggedCall.Lengths.Name);
        e.Property(c => c.Dialled).HasMaxLength(LoggedCall.Lengths.Number);
        e.Property(c => c.CallerE164).HasMaxLength(LoggedCall.Lengths.E164);
        e.Property(c => c.DialledE164).HasMaxLength(LoggedCall.Lengths.E164);
        e.Property(c => c.CalledNumber).HasMaxLength(LoggedCall.Lengths.Number);
        e.Property(c => c.CalledName).HasMaxLength(LoggedCall.Lengths.Name);
        e.Property(c => c.ReachedNumber).HasMaxLength(LoggedCall.Lengths.Number);
        e.Property(c => c.ReachedName).HasMaxLength(LoggedCall.Lengths.Name);
        e.Property(c => c.EndedBy).HasMaxLength(LoggedCall.Lengths.EndedBy);
        e.Property(c => c.Search).HasMaxLength(LoggedCall.Lengths.Search);
        e.Ignore(c => c.ReasonList).Ignore(c => c.DiversionList).Ignore(c => c.Parties).Ignore(c => c.IsAnswered);

        // One for the company's list in its order, one for the operators' list over all companies, one per way to touch an employee.
        // Those begin with the company too: else a planner without statistics takes the first one and reads everybody's calls.
        e.HasIndex(c => new { c.CompanyId, c.StartedAt, c.Id });
        e.HasIndex(c => new { c.StartedAt, c.Id });
        e.HasIndex(c => new { c.CompanyId, c.CallerEmployee, c.StartedAt, c.Id });
        e.HasIndex(c => new { c.CompanyId, c.CalledEmployee, c.StartedAt, c.Id });
        e.HasIndex(c => new { c.CompanyId, c.ReachedEmployee, c.StartedAt, c.Id });
    });
}
