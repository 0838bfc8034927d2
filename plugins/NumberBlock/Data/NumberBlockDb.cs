using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace NumberBlock.Data;

internal sealed class NumberBlockDb(DbContextOptions<NumberBlockDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<BlockedNumber> Numbers => Set<BlockedNumber>();

    public DbSet<SiteBlockedNumber> SiteNumbers => Set<SiteBlockedNumber>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<BlockedNumber>(e =>
        {
            e.ToTable("numbers");
            e.HasKey(n => new { n.CompanyId, n.Number });
            e.Property(n => n.Number).HasMaxLength(32);
        });
        model.Entity<SiteBlockedNumber>(e =>
        {
            e.ToTable("site_numbers");
            e.HasKey(n => new { n.SiteId, n.Number });
            e.Property(n => n.Number).HasMaxLength(32);
        });
    }
}

internal sealed class BlockedNumber : ICompanyOwned
{
    public CompanyId CompanyId { get; init; }

    /// <summary>As dialled: digits, with * and #.</summary>
    public required string Number { get; init; }

    public DateTimeOffset BlockedAt { get; init; }
}

/// <summary>A number that the people of one site may not dial.</summary>
internal sealed class SiteBlockedNumber : ICompanyOwned
{
    public SiteId SiteId { get; init; }

    public CompanyId CompanyId { get; init; }

    public required string Number { get; init; }
}
