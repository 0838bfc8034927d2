using Microsoft.Extensions.Caching.Memory;

namespace Portal.Web.Forms;

/// <summary>
/// Where a form that was saved led to, so that its other copies lead there too. Kept for ten minutes and at most ten thousand
/// forms; whether a form was saved is the unit of work's knowledge, not this one's.
/// </summary>
internal sealed class FirstPosts : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly MemoryCache _posts = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly Lock _gate = new();

    /// <summary>One copy of a form arrives; it calls <see cref="Copies.Leave"/> when it is answered.</summary>
    public Copies Enter(string user, Guid token)
    {
        lock (_gate)
        {
            var copies = _posts.GetOrCreate((user, token), entry =>
            {
                (entry.Size, entry.AbsoluteExpirationRelativeToNow) = (1, Kept);
                return new Copies();
            })!;
            copies.Enter();
            return copies;
        }
    }

    public void Dispose() => _posts.Dispose();

    /// <summary>The copies of one form. Any of them may be the one that is saved: the database decides, not who came first.</summary>
    internal sealed class Copies
    {
        private readonly TaskCompletionSource<string?> _saved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _underWay;

        public void Enter() => Interlocked.Increment(ref _underWay);

        public void Leave() => Interlocked.Decrement(ref _underWay);

        public void Saved(string? ledTo) => _saved.TrySetResult(ledTo);

        /// <summary>Where the saved copy led to, waiting a little for one that is still under way; null: not known.</summary>
        public async Task<string?> LedToAsync(CancellationToken cancellationToken)
        {
            // Saved by another process, or before a restart: nobody is left to wait for.
            if (!_saved.Task.IsCompleted && Volatile.Read(ref _underWay) <= 1)
            {
                return null;
            }

            try
            {
                return await _saved.Task.WaitAsync(Patience, cancellationToken);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }
    }
}
