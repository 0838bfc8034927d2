using Microsoft.EntityFrameworkCore;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Delayed;
using Portal.Data.History;
using Portal.Data.Jobs;
using Portal.Data.Outbox;
using Portal.Data.Requests;

namespace Portal.Data.Core;

/// <summary>What the platform itself stores: the audit log, the outbox, jobs, and which forms were submitted.</summary>
internal sealed class CoreDb(DbContextOptions<CoreDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<AuditEntry> Audit => Set<AuditEntry>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    public DbSet<SubmittedForm> Submissions => Set<SubmittedForm>();

    public DbSet<JobState> Jobs => Set<JobState>();

    public DbSet<ObjectNote> Notes => Set<ObjectNote>();

    public DbSet<ActivityEntry> Activity => Set<ActivityEntry>();

    public DbSet<DelayedSave> Delayed => Set<DelayedSave>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<AuditEntry>(e =>
        {
            e.ToTable("audit");
            e.Property(a => a.UserName).HasMaxLength(128);
            e.Property(a => a.OnBehalfOf).HasMaxLength(128);
            e.Property(a => a.Address).HasMaxLength(64);
            e.Property(a => a.Verb).HasMaxLength(16);
            e.Property(a => a.Table).HasMaxLength(128);
            e.Property(a => a.ObjectId).HasMaxLength(128);
            e.HasIndex(a => new { a.CompanyId, a.At });
            e.Property(a => a.PartOf).HasMaxLength(128);
            e.HasIndex(a => new { a.ObjectId, a.At });
            e.HasIndex(a => new { a.PartOf, a.At });
            e.HasIndex(a => a.At);
            // The filters of a company's log: without these, one that few entries meet would read them all.
            e.HasIndex(a => new { a.CompanyId, a.Table, a.At });
            e.HasIndex(a => new { a.CompanyId, a.UserName, a.At });
            e.HasIndex(a => new { a.CompanyId, a.OnBehalfOf, a.At }).HasFilter("\"OnBehalfOf\" IS NOT NULL");
        });
        model.Entity<OutboxMessage>(e =>
        {
            e.ToTable("outbox");
            e.Property(m => m.Kind).HasMaxLength(256);
            e.HasIndex(m => new { m.SentAt, m.DueAt });
        });
        model.Entity<SubmittedForm>(e =>
        {
            e.ToTable("submissions");
            e.HasKey(s => s.Token);
            e.HasIndex(s => s.At);
        });
        model.Entity<JobState>(e =>
        {
            e.ToTable("jobs");
            e.HasKey(j => j.Name);
            e.Property(j => j.Name).HasMaxLength(128);
            e.Property(j => j.Error).HasMaxLength(2000);
            e.Property(j => j.HeldBy).HasMaxLength(128);
        });
        model.Entity<ObjectNote>(e =>
        {
            e.ToTable("notes");
            e.Property(n => n.Kind).HasMaxLength(64);
            e.Property(n => n.ObjectId).HasMaxLength(128);
            e.Property(n => n.UserName).HasMaxLength(128);
            e.Property(n => n.Text).HasMaxLength(ObjectNote.Longest);
            e.HasIndex(n => new { n.Kind, n.ObjectId, n.At });
        });
        model.Entity<ActivityEntry>(e =>
        {
            e.ToTable("activity");
            e.Property(a => a.Thing).HasMaxLength(64);
            e.Property(a => a.Verb).HasMaxLength(16);
            e.Property(a => a.State).HasMaxLength(64);
            e.Property(a => a.Name).HasMaxLength(200);
            e.Property(a => a.ObjectId).HasMaxLength(128);
            e.Property(a => a.UserName).HasMaxLength(128);
            e.HasIndex(a => new { a.CompanyId, a.At });
            e.HasIndex(a => a.At);
        });
        model.Entity<DelayedSave>(e =>
        {
            e.ToTable("delayed");
            e.Property(d => d.Kind).HasMaxLength(64);
            e.Property(d => d.ObjectId).HasMaxLength(128);
            e.Property(d => d.Change).HasMaxLength(256);
            e.Property(d => d.Summary).HasMaxLength(400);
            e.Property(d => d.AuthorName).HasMaxLength(128);
            e.Property(d => d.Answer).HasMaxLength(2000);
            e.HasIndex(d => new { d.State, d.DueAt });
            e.HasIndex(d => new { d.Kind, d.ObjectId });
            e.HasIndex(d => new { d.AuthorId, d.Seen });
        });
    }
}
