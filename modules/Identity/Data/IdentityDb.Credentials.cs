using Microsoft.EntityFrameworkCore;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;

namespace Portal.Identity.Data;

internal sealed partial class IdentityDb
{
    public DbSet<OneTimeLink> Links => Set<OneTimeLink>();

    public DbSet<EmailCode> EmailCodes => Set<EmailCode>();

    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();

    public DbSet<TrustedDevice> TrustedDevices => Set<TrustedDevice>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<ServicePassword> ServicePasswords => Set<ServicePassword>();

    public DbSet<SignInRules> SignInRules => Set<SignInRules>();

    private static void MapCredentials(ModelBuilder model)
    {
        model.Entity<User>(e =>
        {
            e.Property(u => u.VerifiedEmail).HasMaxLength(254);
            e.Property(u => u.AuthenticatorSecret).HasMaxLength(512);
            // As the migration fills the rows there are.
            e.Property(u => u.MustChangePassword).HasDefaultValue(false);
            e.Property(u => u.SecondStepDemanded).HasDefaultValue(false);
            e.Property(u => u.CodeByEmail).HasDefaultValue(false);
            e.HasIndex(u => u.VerifiedEmail).IsUnique();
        });
        model.Entity<OneTimeLink>(e =>
        {
            e.ToTable("links");
            e.Property(l => l.Hash).HasMaxLength(64);
            e.Property(l => l.Address).HasMaxLength(254);
            e.HasIndex(l => l.Hash).IsUnique();
            e.HasIndex(l => new { l.UserId, l.CreatedAt });
        });
        model.Entity<EmailCode>(e =>
        {
            e.ToTable("email_codes");
            e.Property(c => c.Hash).HasMaxLength(64);
            e.HasIndex(c => new { c.UserId, c.SentAt });
        });
        model.Entity<RecoveryCode>(e =>
        {
            e.ToTable("recovery_codes");
            e.Property(c => c.Hash).HasMaxLength(64);
            e.HasIndex(c => c.UserId);
        });
        model.Entity<TrustedDevice>(e =>
        {
            e.ToTable("trusted_devices");
            e.Property(d => d.Hash).HasMaxLength(64);
            e.Property(d => d.Stamp).HasMaxLength(64);
            e.Property(d => d.Browser).HasMaxLength(200);
            e.Property(d => d.Address).HasMaxLength(64);
            e.HasIndex(d => d.Hash).IsUnique();
            e.HasIndex(d => d.UserId);
        });
        model.Entity<Passkey>(e =>
        {
            e.ToTable("passkeys");
            e.Property(p => p.CredentialId).HasMaxLength(1400);
            e.Property(p => p.Name).HasMaxLength(Passkey.LongestName);
            e.Property(p => p.Transports).HasMaxLength(200);
            e.HasIndex(p => p.CredentialId).IsUnique();
            e.HasIndex(p => p.UserId);
        });
        model.Entity<ServicePassword>(e =>
        {
            e.ToTable("service_passwords");
            e.Property(p => p.Hash).HasMaxLength(256);
            e.HasIndex(p => new { p.EmployeeId, p.Kind }).IsUnique();
        });
        model.Entity<SignInRules>(e =>
        {
            e.ToTable("sign_in_rules");
            e.Property(r => r.Id).ValueGeneratedNever();
        });
    }
}
