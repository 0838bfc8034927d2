using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Data.Jobs;
using Portal.Testing.Clock;

namespace Portal.Data.Tests;

public class Jobs_of_the_portal
{
    private readonly ManualTimeProvider _clock = new();

    [Theory, InlineData("sqlite"), InlineData("postgresql")]
    public async Task Run_when_due_and_not_before(string provider)
    {
        await using var data = await TestData.StartAsync(provider, clock: _clock);
        var (runner, bell) = Of(data);
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.NotDue, "a new installation does not begin with every job");
        _clock.Advance(TimeSpan.FromMinutes(59));
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.NotDue);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Done);
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.NotDue);
        bell.Rung.ShouldBe(1);
        var status = (await runner.StatusAsync(default)).Single(s => s.Job.Name == NotesModule.Ring);
        status.Next.ShouldBe(_clock.GetUtcNow() + TimeSpan.FromHours(1));
        status.EndedAt.ShouldNotBeNull();
        status.Running.ShouldBeFalse();
    }

    [Fact]
    public async Task Catch_up_once_after_the_portal_was_off_for_days()
    {
        await using var data = await TestData.StartAsync("sqlite", clock: _clock);
        var (runner, bell) = Of(data);
        await runner.RunAsync(NotesModule.Ring, default);
        _clock.Advance(TimeSpan.FromDays(3));
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Done);
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.NotDue);
        bell.Rung.ShouldBe(2);
    }

    [Theory, InlineData("sqlite"), InlineData("postgresql")]
    public async Task Run_on_one_of_two_nodes(string provider)
    {
        await using var data = await TestData.StartAsync(provider, clock: _clock);
        var (one, bell) = Of(data);
        var two = ActivatorUtilities.CreateInstance<JobRunner>(data.Host.Services);
        await one.RunIfDueAsync(NotesModule.Ring, default);
        _clock.Advance(TimeSpan.FromHours(1));
        bell.Gate = new TaskCompletionSource();
        var runs = new[] { one.RunIfDueAsync(NotesModule.Ring, default), two.RunIfDueAsync(NotesModule.Ring, default) };
        var first = await await Task.WhenAny(runs);
        first.ShouldBeOneOf(JobResult.Running, JobResult.NotDue);
        bell.Gate.SetResult();
        (await Task.WhenAll(runs)).Count(r => r == JobResult.Done).ShouldBe(1);
        bell.Rung.ShouldBe(1);
    }

    [Fact]
    public async Task Show_why_they_failed_and_run_again_next_time()
    {
        await using var data = await TestData.StartAsync("sqlite", clock: _clock);
        var (runner, bell) = Of(data);
        bell.Broken = "The clapper is gone.";
        (await runner.RunAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Failed);
        (await runner.StatusAsync(default)).Single(s => s.Job.Name == NotesModule.Ring).Error.ShouldBe("The clapper is gone.");
        bell.Broken = null;
        _clock.Advance(TimeSpan.FromHours(1));
        (await runner.RunIfDueAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Done);
        (await runner.StatusAsync(default)).Single(s => s.Job.Name == NotesModule.Ring).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Are_taken_over_from_a_node_that_died()
    {
        await using var data = await TestData.StartAsync("sqlite", clock: _clock);
        var (runner, bell) = Of(data);
        await runner.RunAsync(NotesModule.Ring, default);
        await data.Host.Services.GetRequiredService<SystemWork>().ChangeAsync("test", async scope =>
        {
            var db = scope.GetRequiredService<Core.CoreDb>();
            var state = await db.FindAsync<JobState>(NotesModule.Ring);
            (state!.HeldBy, state.HeldUntil) = ("gone/1", _clock.GetUtcNow().AddMinutes(5));
            await db.SaveChangesAsync();
        }, default);
        (await runner.RunAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Running);
        _clock.Advance(TimeSpan.FromMinutes(6));
        (await runner.RunAsync(NotesModule.Ring, default)).ShouldBe(JobResult.Done);
        bell.Rung.ShouldBe(2);
    }

    [Fact]
    public async Task Are_run_by_a_portal_that_has_started()
    {
        await using var data = await TestData.StartAsync("sqlite", clock: _clock);
        var (runner, bell) = Of(data);
        await runner.RunIfDueAsync(NotesModule.Ring, default);
        _clock.Advance(TimeSpan.FromHours(2));
        await data.Host.StartAsync();
        await Testing.Eventually.TrueAsync(() => bell.Rung == 1);
    }

    [Theory]
    [InlineData("2026-03-02T02:59:00Z", "2026-03-02T03:00:00Z")]
    [InlineData("2026-03-02T03:00:00Z", "2026-03-03T03:00:00Z")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-01T03:00:00Z")]
    public void Of_the_day_are_due_at_their_time(string since, string next) =>
        JobSchedule.Daily(3).NextAfter(DateTimeOffset.Parse(since)).ShouldBe(DateTimeOffset.Parse(next));

    private static (JobRunner Runner, Bell Bell) Of(TestData data) =>
        (data.Host.Services.GetRequiredService<JobRunner>(), data.Host.Services.GetRequiredService<Bell>());
}
