namespace Portal.Data.Outbox;

/// <summary>Wakes the lanes of the dispatcher when something was committed, so that nothing waits for the next poll.</summary>
internal sealed class OutboxSignal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes when something is committed after this moment.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Returns when raised, or after <paramref name="pause"/>.</summary>
    public static async Task WaitAsync(Task raised, TimeSpan pause, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            await raised.WaitAsync(pause, clock, ct);
        }
        catch (TimeoutException)
        {
            // The pause is over: look for messages that are due for another try.
        }
    }

    // Whoever commits must not run the dispatcher's next step on its own thread.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
