using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Data.Jobs;
using Portal.Data.Outbox;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Data.Tests;

/// <summary>The smallest module with everything Portal.Data offers; found by the same scan as a shipped one.</summary>
internal sealed class NotesModule : IModule
{
    public string Name => "Notes";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<NotesDb>();
        services.AddSingleton<Sent>();
        services.AddOutboxHandler<NoteAdded, NoteAddedSender>();
        services.AddSingleton<Bell>();
    }

    public const string Ring = "Ring the bell";

    public void Describe(ModuleCatalog offers) => offers.Job<RingTheBell>(Ring, JobSchedule.Every(TimeSpan.FromHours(1)));
}

internal sealed class Bell
{
    public int Rung;

    public string? Broken { get; set; }

    public TaskCompletionSource? Gate { get; set; }
}

internal sealed class RingTheBell(Bell bell) : IJob
{
    public async Task RunAsync(CancellationToken ct)
    {
        if (bell.Broken is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        Interlocked.Increment(ref bell.Rung);
        await (bell.Gate?.Task ?? Task.CompletedTask);
    }
}

internal sealed class Note : ICompanyOwned, IVersioned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public CompanyId CompanyId { get; set; }
    public required string Text { get; set; }
    [Sensitive] public string? Secret { get; set; }
    public DateTimeOffset WrittenAt { get; set; }
    public int Version { get; set; }
}

/// <summary>What is only ever added to.</summary>
[NotAudited]
internal sealed class Reading : ICompanyOwned
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public CompanyId CompanyId { get; init; }
    public string? Remark { get; init; }
    public DayOfWeek Day { get; init; }
    public DateTimeOffset TakenAt { get; init; }
}

internal sealed class NotesDb(DbContextOptions<NotesDb> options, UnitOfWork unit) : ModuleDb(options, unit)
{
    public DbSet<Note> Notes => Set<Note>();
    public DbSet<Reading> Readings => Set<Reading>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Note>(e =>
        {
            e.ToTable("notes");
            e.Property(n => n.Text).HasMaxLength(200);
            e.Property(n => n.Secret).HasMaxLength(200);
            e.HasIndex(n => new { n.CompanyId, n.WrittenAt });
        });
        model.Entity<Reading>(e =>
        {
            e.ToTable("readings");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Remark).HasMaxLength(200);
        });
    }
}

[DbContext(typeof(NotesDb))]
[Migration("001_Notes")]
internal sealed class M001_Notes : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.EnsureSchema("notes");
        migrationBuilder.CreateTable("notes", schema: "notes",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Text = t.Column<string>(maxLength: 200),
                Secret = t.Column<string>(maxLength: 200, nullable: true),
                WrittenAt = t.Column<DateTimeOffset>(),
                Version = t.Column<int>(),
            },
            constraints: t => t.PrimaryKey("PK_notes", x => x.Id));
        migrationBuilder.CreateTable("readings", schema: "notes",
            columns: t => new
            {
                Id = t.Column<Guid>(),
                CompanyId = t.Column<Guid>(),
                Remark = t.Column<string>(maxLength: 200, nullable: true),
                Day = t.Column<string>(maxLength: 32),
                TakenAt = t.Column<DateTimeOffset>(),
            },
            constraints: t => t.PrimaryKey("PK_readings", x => x.Id));
        migrationBuilder.CreateIndex("IX_notes_CompanyId_WrittenAt", "notes", ["CompanyId", "WrittenAt"], schema: "notes");
    }
}

internal sealed record AddNote(CompanyId Company, string Text, string? Secret = null, bool Refuse = false, bool Throw = false)
    : IChange<Outcome<Guid>>;

internal sealed record NoteAdded(string Text);

internal sealed class AddNoteHandler(NotesDb db, IOutbox outbox, TimeProvider clock) : IRequestHandler<AddNote, Outcome<Guid>>
{
    public async Task<Outcome<Guid>> Handle(AddNote request, CancellationToken cancellationToken)
    {
        var note = new Note { CompanyId = request.Company, Text = request.Text, Secret = request.Secret, WrittenAt = clock.GetUtcNow() };
        db.Add(note);
        await db.SaveChangesAsync(cancellationToken);
        await outbox.AddAsync(new NoteAdded(request.Text), cancellationToken);
        return request.Throw ? throw new InvalidOperationException("thrown on purpose")
            : request.Refuse ? Outcome.Refused("Text", "No.")
            : note.Id;
    }
}

internal sealed record AppendReadings(IReadOnlyList<Reading> Rows) : IChange<Outcome>;

internal sealed class AppendReadingsHandler(NotesDb db) : IRequestHandler<AppendReadings, Outcome>
{
    public async Task<Outcome> Handle(AppendReadings request, CancellationToken cancellationToken)
    {
        await db.AppendAsync(request.Rows, cancellationToken);
        return Outcome.Done;
    }
}

internal sealed record AppendNotes(IReadOnlyList<Note> Rows) : IChange<Outcome>;

internal sealed class AppendNotesHandler(NotesDb db) : IRequestHandler<AppendNotes, Outcome>
{
    public async Task<Outcome> Handle(AppendNotes request, CancellationToken cancellationToken)
    {
        await db.AppendAsync(request.Rows, cancellationToken);
        return Outcome.Done;
    }
}

internal sealed record EditNote(Guid Id, int Version, string Text) : IChange<Outcome>;

internal sealed class EditNoteHandler(NotesDb db) : IRequestHandler<EditNote, Outcome>
{
    public async Task<Outcome> Handle(EditNote request, CancellationToken cancellationToken)
    {
        if (await db.Notes.SingleOrDefaultAsync(n => n.Id == request.Id, cancellationToken) is not { } note)
        {
            return Outcome.NotFound;
        }

        db.ExpectVersion(note, request.Version);
        note.Text = request.Text;
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}

/// <summary>Where the outbox delivers to in these tests; the first delivery of a text that says so fails.</summary>
internal sealed class Sent
{
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _failed = [];

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts)
            {
                return [.. _texts];
            }
        }
    }

    public void Deliver(string text)
    {
        lock (_texts)
        {
            if (text.StartsWith("fails once", StringComparison.Ordinal) && _failed.Add(text))
            {
                throw new InvalidOperationException("The far end is away.");
            }

            _texts.Add(text);
        }
    }
}

internal sealed class NoteAddedSender(Sent sent) : IOutboxHandler<NoteAdded>
{
    public Task SendAsync(NoteAdded message, CancellationToken ct)
    {
        sent.Deliver(message.Text);
        return Task.CompletedTask;
    }
}
