using System.Runtime.CompilerServices;

namespace Portal.Web.Live;

/// <summary>
/// Something pages watch while it changes. Derive one per topic and register it as a singleton. Changes that come faster than
/// <see cref="Pace"/> are told as one, and the last is always told.
/// </summary>
public abstract class LiveTopic(TimeProvider time)
{
    private TaskCompletionSource _next = NewSignal();

    /// <summary>The shortest time between two tellings.</summary>
    public static TimeSpan Pace { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Silence is broken this often, so that proxies and browsers see that the connection lives.</summary>
    internal static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Tells everyone who watches. Cheap when nobody does; may be called from any thread.</summary>
    public void Changed() => Interlocked.Exchange(ref _next, NewSignal()).TrySetResult();

    /// <summary>One element a change: true; false is a sign of life. Ends when cancelled.</summary>
    internal async IAsyncEnumerable<bool> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var signal = Volatile.Read(ref _next).Task;
        while (await ChangesAsync(signal, cancellationToken) is { } changed)
        {
            if (changed)
            {
                // Taken before telling: what changes while the page reads itself again counts as the next change.
                signal = Volatile.Read(ref _next).Task;
            }

            yield return changed;
            if (changed)
            {
                await Task.Delay(Pace, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>True: it changed; false: it was quiet for long; null: nobody watches any more.</summary>
    private async Task<bool?> ChangesAsync(Task signal, CancellationToken cancellationToken)
    {
        try
        {
            await signal.WaitAsync(Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
