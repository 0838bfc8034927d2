using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Modularity.Health;

namespace Portal.Web.Health;

/// <summary>How all parts are, found out at most once a second however often it is asked.</summary>
internal sealed class HealthReport(
    IEnumerable<IReadinessCheck> checks, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<HealthReport> log) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(2);

    private readonly IReadinessCheck[] _checks = [.. checks.OrderBy(c => c.Name, StringComparer.Ordinal)];
    private readonly SemaphoreSlim _asking = new(1, 1);
    private Dictionary<string, Readiness> _last = [];
    private DateTimeOffset _lastAt = DateTimeOffset.MinValue;

    public async Task<(Readiness Overall, IReadOnlyDictionary<string, Readiness> Parts)> AskAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() - _lastAt > Freshness)
            {
                var answers = await Task.WhenAll(_checks.Select(AskOneAsync));
                Tell(answers);
                _last = answers.ToDictionary(a => a.Name, a => a.State);
                _lastAt = clock.GetUtcNow();
            }

            return (Overall(_last.Values), _last);
        }
        finally
        {
            _asking.Release();
        }
    }

    private Readiness Overall(IEnumerable<Readiness> states) =>
        lifetime.ApplicationStopping.IsCancellationRequested ? Readiness.Failing
        : states.Append(Readiness.Ready).MaxBy(s => s) is var worst && worst != Readiness.Ready ? worst
        : lifetime.ApplicationStarted.IsCancellationRequested ? Readiness.Ready
        : Readiness.Starting;

    private async Task<(string Name, Readiness State, Exception? Error)> AskOneAsync(IReadinessCheck check)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience, clock);
            // On a thread of the pool: a check that blocks, as SQLite does, must not outlast its time.
            var state = await Task.Run(() => check.CheckAsync(patience.Token), patience.Token).WaitAsync(Patience, clock);
            return (check.Name, state, null);
        }
        // Whatever it is, the part cannot do its work; the log says why.
        catch (Exception e)
        {
            return (check.Name, Readiness.Failing, e);
        }
    }

    private void Tell((string Name, Readiness State, Exception? Error)[] answers)
    {
        foreach (var (name, state, error) in answers.Where(a => a.State != _last.GetValueOrDefault(a.Name, Readiness.Starting)))
        {
            log.Log(state == Readiness.Failing ? LogLevel.Error : LogLevel.Information, error, "Health: {Part} is {State}", name, state);
        }
    }

    public void Dispose() => _asking.Dispose();
}
