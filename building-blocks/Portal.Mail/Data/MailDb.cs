using Microsoft.EntityFrameworkCore;
using Portal.Data;

namespace Portal.Mail.Data;

/// <summary>The mails the portal has written. They stand above companies, and only operators read them.</summary>
internal sealed class MailDb(DbContextOptions<MailDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public const int LongestError = 500;
    public const int LongestSubject = 200;

    public DbSet<QueuedMail> Messages => Set<QueuedMail>();

    protected override void Map(ModelBuilder model) => model.Entity<QueuedMail>(e =>
    {
        e.ToTable("messages");
        e.Property(m => m.ToAddress).HasMaxLength(EmailAddress.Longest);
        e.Property(m => m.ToName).HasMaxLength(128);
        e.Property(m => m.Subject).HasMaxLength(LongestSubject);
        e.Property(m => m.LastError).HasMaxLength(LongestError);
        e.HasIndex(m => new { m.State, m.QueuedAt });
    });
}
