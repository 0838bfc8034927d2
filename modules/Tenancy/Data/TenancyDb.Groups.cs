using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Domain.Partners;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Data;

internal sealed partial class TenancyDb
{
    public DbSet<Group> Groups => Set<Group>();

    public DbSet<Partner> Partners => Set<Partner>();

    /// <summary>
    /// Makes everyone else who would add, move or remove groups of this company wait for the end of this transaction: a tree
    /// stays a tree only if two moves don't cross. SQLite has one writer anyway; PostgreSQL locks the company's row.
    /// </summary>
    public Task LockGroupsAsync(CompanyId company, CancellationToken ct) =>
        Companies.Where(c => c.CompanyId == company).ExecuteUpdateAsync(set => set.SetProperty(c => c.Version, c => c.Version), ct);

    // Here and not in each handler: no power may outlive what gave it.
    private void FollowGroups(UnitOfWork unit, GroupDirectory directory) => SavingChanges += (_, _) =>
    {
        CompanyId[] changed =
        [
            .. ChangeTracker.Entries<Group>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.CompanyId),
            .. ChangeTracker.Entries<Site>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.CompanyId),
        ];
        var partners = ChangeTracker.Entries<Company>().Any(e => e.State is not EntityState.Unchanged);
        if (changed.Length > 0 || partners)
        {
            unit.AfterCommit(_ =>
            {
                directory.Forget(changed.Distinct(), partners);
                return Task.CompletedTask;
            });
        }
    };

    private static void MapGroups(ModelBuilder model)
    {
        model.Entity<Group>(e =>
        {
            e.ToTable("groups");
            e.Property(g => g.Name).HasMaxLength(Group.LongestName);
            e.Property(g => g.NameKey).HasMaxLength(Group.LongestName);
            e.Property(g => g.ContactFirstName).HasMaxLength(50);
            e.Property(g => g.ContactLastName).HasMaxLength(50);
            e.Property(g => g.ContactEmail).HasMaxLength(254);
            e.Property(g => g.ContactPhone).HasMaxLength(32);
            e.Property(g => g.Address).HasMaxLength(400);
            e.Ignore(g => g.ParentId);
            e.Ignore(g => g.Profile);
            e.HasIndex(g => new { g.CompanyId, g.Under, g.NameKey }).IsUnique();
            // The live search of operators.
            e.HasIndex(g => g.NameKey);
            e.HasOne<Company>().WithMany().HasForeignKey(g => g.CompanyId).OnDelete(DeleteBehavior.Restrict)
                .HasConstraintName("FK_groups_companies_CompanyId");
        });
        model.Entity<Partner>(e =>
        {
            e.ToTable("partners");
            e.Property(p => p.Name).HasMaxLength(Partner.LongestName);
            e.Property(p => p.NameKey).HasMaxLength(Partner.LongestName);
            e.Property(p => p.Notes).HasMaxLength(2000);
            e.HasIndex(p => p.NameKey).IsUnique();
        });
        model.Entity<Company>(e => e.HasIndex(c => c.PartnerId));
    }
}
