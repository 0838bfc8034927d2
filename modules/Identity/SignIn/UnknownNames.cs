using Portal.Identity.Domain;

namespace Portal.Identity.SignIn;

/// <summary>
/// Locks names that nobody has, exactly as accounts are locked: otherwise three wrong tries would tell a stranger which
/// usernames exist. In memory, and bounded.
/// </summary>
internal sealed class UnknownNames(TimeProvider clock)
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _names = new(StringComparer.Ordinal);

    /// <summary>Remembers a wrong try; answers until when the name is locked, or null.</summary>
    public DateTimeOffset? Wrong(string name)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_names.Count >= Most)
            {
                _names.Clear();
            }

            // Only the hash: people type their password into the wrong box.
            var key = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)));
            if (!_names.TryGetValue(key, out var entry))
            {
                _names[key] = entry = new Entry();
            }

            if (entry.LockedUntil > now)
            {
                return entry.LockedUntil;
            }

            entry.Wrong.RemoveAll(at => at <= now - Lockout.Window);
            entry.Wrong.Add(now);
            if (!Lockout.IsDue(entry.Wrong, now))
            {
                return null;
            }

            entry.Wrong.Clear();
            entry.LockedUntil = now + Lockout.Duration;
            return entry.LockedUntil;
        }
    }

    private sealed class Entry
    {
        public List<DateTimeOffset> Wrong { get; } = [];

        public DateTimeOffset? LockedUntil { get; set; }
    }
}
