using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Portal.Testing;

/// <summary>Waits for a condition by asking again and again until a deadline, so that no test sleeps for a fixed time.</summary>
public static class Eventually
{
    /// <summary>The deadline where none is given: 15 seconds, far above what an idle machine needs.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns when <paramref name="condition"/> is true; throws <see cref="TimeoutException"/> naming it at the deadline.</summary>
    public static Task TrueAsync(Func<bool> condition, TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string asked = "") =>
        TrueAsync(() => Task.FromResult(condition()), deadline, asked);

    /// <inheritdoc cref="TrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static Task TrueAsync(Func<Task<bool>> condition, TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string asked = "") =>
        ValueAsync<object>(async () => await condition() ? true : null, deadline, asked);

    /// <summary>Returns the first value that is not null; throws <see cref="TimeoutException"/> at the deadline.</summary>
    public static async Task<T> ValueAsync<T>(Func<Task<T?>> find, TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(find))] string asked = "") where T : class
    {
        var limit = deadline ?? Deadline;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            if (await find() is { } found)
            {
                return found;
            }
            if (clock.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {asked}");
            }
            await Task.Delay(Pause);
        }
    }

    /// <summary>Runs assertions until none throws; at the deadline the last failure is thrown as it was.</summary>
    public static async Task PassesAsync(Func<Task> assertions, TimeSpan? deadline = null)
    {
        var limit = deadline ?? Deadline;
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (Exception) when (clock.Elapsed <= limit)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
