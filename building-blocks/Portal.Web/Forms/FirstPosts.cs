using Microsoft.Extensions.Caching.Memory;

namespace Portal.Web.Forms;

/// <summary>
/// Where the first copy of a form led to, so that the second copy leads there too. Kept for ten minutes and at most ten
/// thousand forms; whether a form was saved is the unit of work's knowledge, not this one's.
/// </summary>
internal sealed class FirstPosts : IDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly MemoryCache _posts = new(new MemoryCacheOptions { SizeLimit = 10_000 });
    private readonly Lock _gate = new();

    /// <summary>Begins a post. True: it is the first with this token, and must <see cref="End"/>.</summary>
    public bool Begin(string user, Guid token)
    {
        lock (_gate)
        {
            // A first post that led nowhere was refused and shown again: the next one is a first one too.
            if (_posts.TryGetValue((user, token), out TaskCompletionSource<string?>? earlier) && earlier is not { Task: { IsCompletedSuccessfully: true, Result: null } })
            {
                return false;
            }

            _posts.Set((user, token), new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously),
                new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
            return true;
        }
    }

    public void End(string user, Guid token, string? ledTo)
    {
        if (_posts.TryGetValue((user, token), out TaskCompletionSource<string?>? post))
        {
            post!.TrySetResult(ledTo);
        }
    }

    /// <summary>Where the first post led to, waiting a little for one that is still under way; null: not known.</summary>
    public async Task<string?> LedToAsync(string user, Guid token, CancellationToken cancellationToken)
    {
        if (!_posts.TryGetValue((user, token), out TaskCompletionSource<string?>? post))
        {
            return null;
        }

        try
        {
            return await post!.Task.WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => _posts.Dispose();
}
