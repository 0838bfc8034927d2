using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.CallLogs.Data;
using Portal.CallLogs.Recording;
using Portal.Data;
using Portal.Telephony.Contracts;
using Portal.TestHost;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

/// <summary>From the switch to the disk, with the real writer and a real database.</summary>
public class Recording_calls
{
    private readonly Office _office = new();

    private CallRecord Now(string caller = "+441632960011") =>
        _office.Call(Office.Outside(caller), Office.Line(_office.John), TimeProvider.System.GetUtcNow().AddSeconds(-65));

    private static string Journals(TestPortal portal) => Path.Combine(portal.Folder, "call-journal");

    private static int JournalFiles(TestPortal portal, string pattern = "*.journal") =>
        Directory.Exists(Journals(portal)) ? Directory.GetFiles(Journals(portal), pattern).Count(f => new FileInfo(f).Length > 0) : 0;

    [Fact]
    public async Task Shows_a_finished_call_on_the_page_within_a_second()
    {
        await using var portal = await _office.OpenAsync();
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        await anna.GetStringAsync("/call-logs");
        var sink = portal.Services.GetRequiredService<ICallRecordSink>();

        // Several, of which the middle one counts: the machine the tests run on may be busy for a moment.
        var waits = new List<TimeSpan>();
        for (var n = 0; n < 5; n++)
        {
            var call = Now();
            var clock = Stopwatch.StartNew();
            sink.Add(call);
            await Eventually.TrueAsync(async () => (await anna.GetStringAsync("/call-logs")).Contains(call.Id.ToString(), StringComparison.Ordinal));
            waits.Add(clock.Elapsed);
        }

        waits.Order().ElementAt(2).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (await Office.StoredAsync(portal)).ShouldBe(5);
    }

    [Fact]
    public async Task Stores_what_came_within_a_quarter_of_a_second_in_one_batch()
    {
        var clock = new ManualTimeProvider(Office.Noon);
        await using var portal = await _office.OpenAsync(o => o.Clock = clock);
        var sink = portal.Services.GetRequiredService<ICallRecordSink>();
        var timers = clock.WaitingTimers;

        sink.Add(Now());
        await Eventually.TrueAsync(() => clock.WaitingTimers > timers);
        clock.Advance(CallRecorder.Window - TimeSpan.FromMilliseconds(1));
        sink.Add(Now());
        (await Office.StoredAsync(portal)).ShouldBe(0);

        clock.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.TrueAsync(async () => await Office.StoredAsync(portal) == 2);
        CallRecorder.Window.ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task Puts_records_on_the_disk_within_a_second_while_another_writer_holds_the_database()
    {
        await using var portal = await _office.OpenAsync();
        await using var holder = await LockAsync(portal);
        var clock = Stopwatch.StartNew();
        portal.Services.GetRequiredService<ICallRecordSink>().Add(Now());
        await Eventually.TrueAsync(() => JournalFiles(portal) > 0);
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2), "one second by design; this machine may be busy");

        await holder.DisposeAsync();
        await Eventually.TrueAsync(async () => await Office.StoredAsync(portal) == 1 && JournalFiles(portal) == 0);
    }

    [Fact]
    public async Task Loses_and_doubles_nothing_when_the_database_fails_for_a_while()
    {
        await using var portal = await _office.OpenAsync();
        var sink = portal.Services.GetRequiredService<ICallRecordSink>();
        await ExecuteAsync(portal, "ALTER TABLE calllogs_calls RENAME TO calllogs_away");
        var before = Now();
        sink.Add(before);
        await Eventually.TrueAsync(() => JournalFiles(portal) > 0);
        await ExecuteAsync(portal, "ALTER TABLE calllogs_away RENAME TO calllogs_calls");

        // The same call told twice is one call.
        sink.Add(before);
        sink.Add(Now());
        await Eventually.TrueAsync(async () => JournalFiles(portal) == 0 && await Office.StoredAsync(portal) == 2);
    }

    [Fact]
    public async Task Never_keeps_the_switch_waiting()
    {
        await using var portal = await _office.OpenAsync();
        await using var holder = await LockAsync(portal);
        var sink = portal.Services.GetRequiredService<ICallRecordSink>();
        var calls = Enumerable.Range(0, 20_000).Select(_ => Now()).ToArray();

        var clock = Stopwatch.StartNew();
        foreach (var call in calls)
        {
            sink.Add(call);
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => JournalFiles(portal) > 0);
        await holder.DisposeAsync();
        await Eventually.TrueAsync(async () => await Office.StoredAsync(portal) == calls.Length && JournalFiles(portal) == 0, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Finds_after_a_kill_what_was_on_the_disk_but_not_in_the_database()
    {
        using var folder = new TemporaryFolder();
        var calls = new[] { Now(), Now(), Now() };
        // As a killed process leaves it: whole lines, then half of one.
        using (var journal = new CallJournal(new DataOptions(folder.Path, "sqlite", null), TimeProvider.System, NullLogger<CallJournal>.Instance))
        {
            journal.Append(calls);
        }

        var file = Directory.GetFiles(folder["call-journal"], "*.journal").ShouldHaveSingleItem();
        await File.AppendAllTextAsync(file, """{"Id":"0198c0de-0000-7000-8000-000000000000","Company":{"Val""");

        await using var again = await _office.OpenAsync(o => o.Folder = folder.Path);
        await Eventually.TrueAsync(async () => await Office.StoredAsync(again) == 3);
        await Eventually.TrueAsync(() => JournalFiles(again) == 0 && JournalFiles(again, "*.unreadable") == 1);
    }

    [Fact]
    public async Task Stores_at_the_end_what_the_switch_told_while_it_stopped()
    {
        using var folder = new TemporaryFolder();
        await using (var portal = await _office.OpenAsync(o => o.Folder = folder.Path))
        {
            portal.Services.GetRequiredService<ICallRecordSink>().Add(Now());
        }

        await using var again = await _office.OpenAsync(o => o.Folder = folder.Path);
        (await Office.StoredAsync(again)).ShouldBe(1);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Takes_whatever_a_caller_puts_into_names_and_numbers(bool postgres)
    {
        await using var portal = await _office.OpenAsync(o => o.Postgres = postgres);
        var hostile = Now() with
        {
            Caller = new CallParty(new string('9', 5000), "\0\ud800<b>'; DROP TABLE calls;--" + new string('x', 5000), null, null),
            Dialled = "\u202e\udfff",
            Reasons = [new string('r', 100_000), "\0"],
            EndedBy = new string('e', 100),
        };
        portal.Services.GetRequiredService<ICallRecordSink>().Add(hostile);
        await Eventually.TrueAsync(async () => await Office.StoredAsync(portal) == 1 && JournalFiles(portal) == 0);

        using var anna = portal.ClientFor(_office.AcmeAdmin);
        (await anna.GetStringAsync($"/call-logs/{hostile.Id}")).ShouldNotContain("<b>'; DROP");
    }

    private static async Task<DbTransaction> LockAsync(TestPortal portal)
    {
        var database = portal.Services.GetRequiredService<IDatabase>();
        return await database.BeginWriteAsync(database.CreateConnection(), CancellationToken.None);
    }

    private static async Task ExecuteAsync(TestPortal portal, string sql)
    {
        await using var connection = portal.Services.GetRequiredService<IDatabase>().CreateConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
