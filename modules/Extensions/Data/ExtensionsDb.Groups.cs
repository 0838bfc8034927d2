using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Domain.Groups;
using Portal.Extensions.Groups;
using Portal.Modularity;

namespace Portal.Extensions.Data;

internal sealed partial class ExtensionsDb
{
    public DbSet<Membership> Memberships => Set<Membership>();

    // Here and not in each handler: no power over a member may outlive the membership.
    private void FollowMemberships(UnitOfWork unit, GroupMembers members) => SavingChanges += (_, _) =>
    {
        CompanyId[] changed =
        [
            .. ChangeTracker.Entries<Membership>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.CompanyId)
                .Concat(ChangeTracker.Entries<Employee>().Where(e => e.State is EntityState.Deleted).Select(e => e.Entity.CompanyId)).Distinct(),
        ];
        if (changed.Length > 0)
        {
            unit.AfterCommit(_ =>
            {
                members.Forget(changed);
                return Task.CompletedTask;
            });
        }
    };

    private static void MapGroups(ModelBuilder model) => model.Entity<Membership>(e =>
    {
        e.ToTable("memberships");
        e.HasKey(m => new { m.GroupId, m.EmployeeId });
        e.HasIndex(m => m.EmployeeId);
        e.HasIndex(m => m.CompanyId);
        e.HasOne<Employee>().WithMany().HasForeignKey(m => m.EmployeeId).OnDelete(DeleteBehavior.Cascade)
            .HasConstraintName("FK_memberships_employees_EmployeeId");
    });
}
