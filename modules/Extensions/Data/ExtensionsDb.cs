using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Groups;

namespace Portal.Extensions.Data;

internal sealed partial class ExtensionsDb : ModuleDb
{
    public ExtensionsDb(DbContextOptions<ExtensionsDb> options, UnitOfWork unit, GroupMembers members) : base(options, unit) =>
        FollowMemberships(unit, members);

    public DbSet<Employee> Employees => Set<Employee>();

    public DbSet<Handover> Handovers => Set<Handover>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Employee>(Map);
        model.Entity<Handover>(e =>
        {
            e.ToTable("handovers");
            e.HasIndex(h => h.EmployeeId);
        });
        MapGroups(model);
    }

    private static void Map(EntityTypeBuilder<Employee> e)
    {
        e.ToTable("employees");
        e.Property(p => p.Username).HasMaxLength(EmployeeRules.LongestUsername);
        e.Property(p => p.FirstName).HasMaxLength(EmployeeRules.LongestFirstName);
        e.Property(p => p.LastName).HasMaxLength(EmployeeRules.LongestLastName);
        e.Property(p => p.Extension).HasMaxLength(ExtensionNumber.Longest);
        e.Property(p => p.Email).HasMaxLength(EmployeeRules.LongestEmail);
        e.Property(p => p.Search).HasMaxLength(256);
        e.HasIndex(p => new { p.CompanyId, p.Extension }).IsUnique();
        e.HasIndex(p => new { p.CompanyId, p.Username }).IsUnique();
        e.HasIndex(p => new { p.CompanyId, p.ExtensionOrder });
        // Sorting by name, searching and counting inside a company read this index and not the rows.
        e.HasIndex(p => new { p.CompanyId, p.Search, p.SiteId, p.Status });
        // The same for operators, who see all companies.
        e.HasIndex(p => new { p.Search, p.SiteId });
        e.HasIndex(p => new { p.Extension, p.Search });
    }
}
