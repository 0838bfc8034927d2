namespace Portal.Sip;

/// <summary>Begins callbacks one after another on the thread pool, so that a session's user sees its events in order.</summary>
internal sealed class SerialExecutor(Action<Exception> failed)
{
    private readonly Queue<Func<Task>> _waiting = new();
    private bool _running;

    internal void Post(Func<Task> work)
    {
        lock (_waiting)
        {
            _waiting.Enqueue(work);
            if (_running) return;
            _running = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static self => self.Run(), this, preferLocal: false);
    }

    private void Run()
    {
        while (true)
        {
            Func<Task> next;
            lock (_waiting)
            {
                if (_waiting.Count == 0)
                {
                    _running = false;
                    return;
                }
                next = _waiting.Dequeue();
            }
            _ = RunAsync(next);
        }
    }

    /// <summary>Not awaited by the loop: a callback that waits for the other leg must not hold up what comes after it.</summary>
    private async Task RunAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failed(e);
        }
    }
}
