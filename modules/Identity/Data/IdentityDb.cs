using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Identity.Accounts;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Modularity;

namespace Portal.Identity.Data;

/// <summary>
/// Accounts stand above companies: usernames are unique on the platform, and signing in happens before a company is known. The
/// company filter therefore does not apply here; lists go through <see cref="Within.Reach"/>.
/// </summary>
internal sealed partial class IdentityDb : ModuleDb
{
    public IdentityDb(DbContextOptions<IdentityDb> options, UnitOfWork unit, KnownAccounts known, KnownSessions sessions) : base(options, unit)
    {
        // Here and not in each handler: an account that changes must never be remembered as it was.
        SavingChanges += (_, _) =>
        {
            UserId[] changed =
            [
                .. ChangeTracker.Entries<User>().Where(e => e.State is EntityState.Modified or EntityState.Deleted).Select(e => e.Entity.Id),
                .. ChangeTracker.Entries<UserGrant>().Where(e => e.State is not EntityState.Unchanged).Select(e => e.Entity.UserId),
            ];
            Guid[] ended = [.. ChangeTracker.Entries<UserSession>().Where(e => e.State is EntityState.Deleted).Select(e => e.Entity.Id)];
            if (ended.Length > 0)
            {
                unit.AfterCommit(_ =>
                {
                    sessions.Forget(ended);
                    return Task.CompletedTask;
                });
            }

            if (changed.Length > 0)
            {
                unit.AfterCommit(_ =>
                {
                    known.Forget(changed);
                    return Task.CompletedTask;
                });
            }
        };
    }

    public DbSet<User> Users => Set<User>();

    public DbSet<UserGrant> Grants => Set<UserGrant>();

    public DbSet<SignInTry> Tries => Set<SignInTry>();

    public DbSet<FirstOperator> FirstOperators => Set<FirstOperator>();

    public DbSet<UserSession> Sessions => Set<UserSession>();

    protected override void Map(ModelBuilder model)
    {
        MapCredentials(model);
        model.Entity<User>(e =>
        {
            e.ToTable("users");
            e.Property(u => u.Username).HasMaxLength(UsernameRules.Longest);
            e.Property(u => u.DisplayName).HasMaxLength(128);
            e.Property(u => u.PasswordHash).HasMaxLength(256);
            e.Property(u => u.PreviousPasswordHash).HasMaxLength(256);
            e.Property(u => u.SecurityStamp).HasMaxLength(64);
            e.Property(u => u.Email).HasMaxLength(254);
            e.Property(u => u.Language).HasMaxLength(16);
            e.Property(u => u.TimeZone).HasMaxLength(64);
            e.Property(u => u.Picture).HasMaxLength(64);
            e.HasIndex(u => u.Username).IsUnique();
            e.HasIndex(u => u.Email);
            e.HasIndex(u => u.ContactId).IsUnique();
        });
        model.Entity<UserGrant>(e =>
        {
            e.ToTable("grants");
            e.HasIndex(g => g.UserId);
            e.HasIndex(g => new { g.CompanyId, g.Role });
            e.HasIndex(g => g.EmployeeId);
            e.HasIndex(g => g.GroupId);
        });
        model.Entity<SignInTry>(e =>
        {
            e.ToTable("tries");
            e.Property(t => t.Address).HasMaxLength(64);
            e.HasIndex(t => new { t.UserId, t.At });
        });
        model.Entity<UserSession>(e =>
        {
            e.ToTable("sessions");
            e.Property(s => s.Stamp).HasMaxLength(64);
            e.Property(s => s.Address).HasMaxLength(64);
            e.Property(s => s.UserAgent).HasMaxLength(256);
            e.HasIndex(s => s.UserId);
            e.HasIndex(s => new { s.CompanyId, s.LastSeenAt });
            e.HasIndex(s => s.LastSeenAt);
            e.HasIndex(s => s.SupporterSession);
        });
        model.Entity<FirstOperator>(e =>
        {
            e.ToTable("first_operator");
            e.Property(f => f.Id).ValueGeneratedNever();
        });
    }
}
