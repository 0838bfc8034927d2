using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data.Core;
using Portal.Data.Isolation;
using Portal.Data.Startup;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Testing;

namespace Portal.Data.Tests;

public class Unit_of_work
{
    private static readonly CompanyId Acme = CompanyId.New();
    private static readonly CompanyId Beta = CompanyId.New();

    public static TheoryData<string> Providers => ["sqlite", "postgresql"];

    [Theory, MemberData(nameof(Providers))]
    public async Task Commits_the_change_its_audit_entry_and_its_message_together(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        (await data.SendAsAsync(Acme, new AddNote(Acme, "hello", "open sesame"))).Succeeded.ShouldBeTrue();

        var (notes, audit, outbox) = await CountsAsync(data);
        (notes, audit, outbox).ShouldBe((1, 1, 1));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Leaves_nothing_behind_when_a_handler_throws_or_refuses(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await Should.ThrowAsync<InvalidOperationException>(() => data.SendAsAsync(Acme, new AddNote(Acme, "a", Throw: true)));
        (await data.SendAsAsync(Acme, new AddNote(Acme, "b", Refuse: true))).Kind.ShouldBe(OutcomeKind.Refused);

        (await CountsAsync(data)).ShouldBe((0, 0, 0));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Hides_what_is_sensitive_from_the_audit_log_and_says_who_and_from_where(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await data.SendAsAsync(Acme, new AddNote(Acme, "hello", "open sesame"));

        var entry = await SystemAsync(data, s => s.GetRequiredService<CoreDb>().Audit.SingleAsync());
        entry.UserName.ShouldBe("anna");
        entry.Address.ShouldBe("127.0.0.1");
        entry.Verb.ShouldBe("added");
        entry.CompanyId.ShouldBe(Acme);
        entry.After!.ShouldContain("hello");
        entry.After!.ShouldNotContain("sesame");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Shows_each_company_only_its_own_rows_and_nobody_nothing(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await data.SendAsAsync(Acme, new AddNote(Acme, "acme's"));
        await data.SendAsAsync(Beta, new AddNote(Beta, "beta's"));

        (await data.AsAsync(Acme, TextsAsync)).ShouldBe(["acme's"]);
        (await data.AsAsync(Beta, TextsAsync)).ShouldBe(["beta's"]);
        (await data.AsAsync(Beta, TextsAsync, Role.Operator)).ShouldBe(["acme's", "beta's"]);
        await using var nobody = data.Host.Services.CreateAsyncScope();
        (await TextsAsync(nobody.ServiceProvider)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Refuses_to_write_a_row_of_another_company(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await Should.ThrowAsync<CompanyIsolationException>(() => data.SendAsAsync(Acme, new AddNote(Beta, "smuggled")));
        (await CountsAsync(data)).Notes.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Appends_rows_as_saving_them_would_store_them(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        var moment = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_234_560);
        Reading[] rows = [.. Enumerable.Range(0, 250).Select(i => new Reading
        {
            CompanyId = Acme, Remark = i % 2 == 0 ? null : $"it's {i} «ä»", Day = (DayOfWeek)(i % 7), TakenAt = moment.AddMinutes(i),
        })];
        (await data.SendAsAsync(Acme, new AppendReadings(rows))).Succeeded.ShouldBeTrue();

        var stored = await SystemAsync(data, s => s.GetRequiredService<NotesDb>().Readings.OrderBy(r => r.TakenAt).ToListAsync());
        stored.Select(r => (r.Id, r.CompanyId, r.Remark, r.Day, r.TakenAt.UtcTicks)).ShouldBe(rows.Select(r => (r.Id, r.CompanyId, r.Remark, r.Day, r.TakenAt.UtcTicks)));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Appends_nothing_of_another_company_and_nothing_that_is_audited(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await Should.ThrowAsync<CompanyIsolationException>(() => data.SendAsAsync(Acme, new AppendReadings(
            [new Reading { CompanyId = Acme, TakenAt = DateTimeOffset.UnixEpoch }, new Reading { CompanyId = Beta, TakenAt = DateTimeOffset.UnixEpoch }])));
        await Should.ThrowAsync<InvalidOperationException>(() => data.SendAsAsync(Acme, new AppendNotes([new Note { CompanyId = Acme, Text = "unseen" }])));

        (await SystemAsync(data, s => s.GetRequiredService<NotesDb>().Readings.CountAsync())).ShouldBe(0);
        (await CountsAsync(data)).Notes.ShouldBe(0);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Tells_the_second_of_two_editors_and_keeps_the_firsts_change(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        var id = (await data.SendAsAsync(Acme, new AddNote(Acme, "original"))).Value;

        (await data.SendAsAsync(Acme, new EditNote(id, 1, "first"))).Succeeded.ShouldBeTrue();
        (await data.SendAsAsync(Acme, new EditNote(id, 1, "second"))).Kind.ShouldBe(OutcomeKind.Conflict);

        (await data.AsAsync(Acme, TextsAsync)).ShouldBe(["first"]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Does_not_find_another_companys_row(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        var id = (await data.SendAsAsync(Acme, new AddNote(Acme, "original"))).Value;
        (await data.SendAsAsync(Beta, new EditNote(id, 1, "mine now"))).Kind.ShouldBe(OutcomeKind.NotFound);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Saves_a_form_that_was_posted_twice_once(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        var token = Guid.NewGuid();
        async Task<bool> PostAsync()
        {
            try
            {
                return await data.AsAsync(Acme, async s =>
                {
                    s.GetRequiredService<Submission>().Set(token);
                    return (await s.GetRequiredService<IMediator>().Send(new AddNote(Acme, "once"))).Succeeded;
                });
            }
            catch (SubmittedTwiceException)
            {
                return false;
            }
        }

        var posts = await Task.WhenAll(PostAsync(), PostAsync());
        posts.Order().ShouldBe([false, true]);
        (await CountsAsync(data)).Notes.ShouldBe(1);
    }

    [Fact]
    public async Task Leaves_waiting_for_another_writer_to_SQLite()
    {
        await using var data = await TestData.StartAsync("sqlite");
        var database = data.Host.Services.GetRequiredService<IDatabase>();
        await using var connection = database.CreateConnection();
        await using var transaction = await database.BeginWriteAsync(connection, CancellationToken.None);
        await using var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = ("PRAGMA busy_timeout", transaction);
        // Milliseconds; at 0 the provider would sleep between its own tries, 150 ms each.
        Convert.ToInt32(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture).ShouldBe(5000);
    }

    [Fact]
    public async Task Refuses_to_save_outside_a_transaction()
    {
        await using var data = await TestData.StartAsync("sqlite");
        await Should.ThrowAsync<InvalidOperationException>(() => data.AsAsync(Acme, s =>
        {
            var db = s.GetRequiredService<NotesDb>();
            db.Add(new Note { CompanyId = Acme, Text = "loose" });
            return db.SaveChangesAsync();
        }));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Keeps_moments_to_the_microsecond_and_sorts_by_them(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        for (var i = 0; i < 3; i++)
        {
            await data.SendAsAsync(Acme, new AddNote(Acme, i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        var sorted = await data.AsAsync(Acme, s => s.GetRequiredService<NotesDb>().Notes.OrderByDescending(n => n.WrittenAt).Select(n => n.Text).ToListAsync());
        sorted.ShouldBe(["2", "1", "0"]);
        var cut = DateTimeOffset.UtcNow.AddMinutes(1);
        (await data.AsAsync(Acme, s => s.GetRequiredService<NotesDb>().Notes.CountAsync(n => n.WrittenAt < cut))).ShouldBe(3);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Sends_what_was_committed_and_tries_again_what_failed(string provider)
    {
        await using var data = await TestData.StartAsync(provider);
        await data.Host.StartAsync();
        await data.SendAsAsync(Acme, new AddNote(Acme, "goes out"));
        await data.SendAsAsync(Acme, new AddNote(Acme, "fails once"));
        var sent = data.Host.Services.GetRequiredService<Sent>();
        await Eventually.TrueAsync(() => sent.Texts.Contains("goes out"));

        await Eventually.TrueAsync(async () => await SystemAsync(data, s =>
            s.GetRequiredService<CoreDb>().Outbox.AnyAsync(m => m.LastError != null && m.SentAt == null && m.Attempts == 1)));
    }

    private static Task<List<string>> TextsAsync(IServiceProvider s) =>
        s.GetRequiredService<NotesDb>().Notes.OrderBy(n => n.Text).Select(n => n.Text).ToListAsync();

    private static Task<(int Notes, int Audit, int Outbox)> CountsAsync(TestData data) => SystemAsync(data, async s => (
        await s.GetRequiredService<NotesDb>().Notes.CountAsync(),
        await s.GetRequiredService<CoreDb>().Audit.CountAsync(),
        await s.GetRequiredService<CoreDb>().Outbox.CountAsync()));

    private static async Task<T> SystemAsync<T>(TestData data, Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = data.Host.Services.GetRequiredService<SystemWork>().Begin("test");
        return await work(scope.ServiceProvider);
    }
}
