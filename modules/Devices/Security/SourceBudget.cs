using System.Net;
using System.Net.Sockets;

namespace Portal.Devices.Security;

/// <summary>
/// What one address may get wrong before it has to wait. Counted are the different names it asked for without proving to be
/// one of them, and its wrong passwords; a proof takes the name off the list, so a site with a hundred phones behind one
/// address is never slowed while its phones know their passwords. Names that exist and names that don't count alike. A phone
/// that has proved itself from an address keeps its way in for a day, whatever its neighbours do.
/// </summary>
internal sealed class SourceBudget(TimeProvider clock, SourceLimits limits)
{
    public static readonly TimeSpan Trust = TimeSpan.FromDays(1);
    private const int MostSources = 50_000;
    private const int MostTrusted = 100_000;

    private readonly Dictionary<IPAddress, Entry> _sources = [];
    private readonly Dictionary<(IPAddress, string), DateTimeOffset> _trusted = [];
    private readonly Lock _gate = new();

    /// <summary>How long this address has to wait still before it may ask for this name; null when it need not.</summary>
    public TimeSpan? Wait(IPAddress? source, string name)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var key = Key(source);
            var left = _sources.GetValueOrDefault(key)?.BlockedUntil - now;
            return left > TimeSpan.Zero && !(_trusted.TryGetValue((key, name), out var proved) && now - proved < Trust) ? left : null;
        }
    }

    /// <summary>Somebody asked for a phone's file without credentials. True once, when that was one name too many.</summary>
    public bool Unproven(IPAddress? source, string name) => Count(source, entry =>
    {
        entry.Names.TryAdd(name, 0);
        return entry.Names.Count > limits.MostUnproven;
    });

    /// <summary>Wrong credentials. True once, when that was one time too many.</summary>
    public bool Wrong(IPAddress? source, string name) => Count(source, entry =>
    {
        entry.Names[name] = entry.Names.GetValueOrDefault(name) + 1;
        return ++entry.WrongCount >= limits.MostWrong || entry.Names.Count > limits.MostUnproven;
    });

    /// <summary>How often this address was wrong about this name since it was last right.</summary>
    public int WrongAbout(IPAddress? source, string name)
    {
        lock (_gate)
        {
            return _sources.GetValueOrDefault(Key(source))?.Names.GetValueOrDefault(name) ?? 0;
        }
    }

    public void Proven(IPAddress? source, string name)
    {
        lock (_gate)
        {
            var key = Key(source);
            _sources.GetValueOrDefault(key)?.Names.Remove(name);
            if (_trusted.Count >= MostTrusted)
            {
                _trusted.Clear();
            }

            _trusted[(key, name)] = clock.GetUtcNow();
        }
    }

    private bool Count(IPAddress? source, Func<Entry, bool> isTooMuch)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var key = Key(source);
            if (!_sources.TryGetValue(key, out var entry) || entry.IsOver(now, limits.Window))
            {
                MakeRoom(now);
                _sources[key] = entry = new Entry { Since = now };
            }

            if (entry.BlockedUntil is not null || !isTooMuch(entry))
            {
                return false;
            }

            entry.BlockedUntil = now + limits.Block;
            return true;
        }
    }

    private void MakeRoom(DateTimeOffset now)
    {
        if (_sources.Count < MostSources)
        {
            return;
        }

        foreach (var (key, _) in _sources.Where(s => s.Value.IsOver(now, limits.Window)).ToArray())
        {
            _sources.Remove(key);
        }

        // Memory is bounded even against a flood from everywhere: then the oldest are forgotten.
        foreach (var (key, _) in _sources.Count < MostSources ? [] : _sources.OrderBy(s => s.Value.Since).Take(MostSources / 4).ToArray())
        {
            _sources.Remove(key);
        }
    }

    // One IPv6 customer has a whole /64 to ask from.
    private static IPAddress Key(IPAddress? source)
    {
        var address = source is { IsIPv4MappedToIPv6: true } ? source.MapToIPv4() : source ?? IPAddress.None;
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), 0, 0, 0, 0, 0, 0, 0, 0])
            : address;
    }

    private sealed class Entry
    {
        public required DateTimeOffset Since { get; init; }

        public Dictionary<string, int> Names { get; } = [];

        public int WrongCount { get; set; }

        public DateTimeOffset? BlockedUntil { get; set; }

        public bool IsOver(DateTimeOffset now, TimeSpan window) => (BlockedUntil ?? Since + window) <= now;
    }
}

/// <param name="MostUnproven">Different names asked for without a proof.</param>
/// <param name="MostWrong">Wrong credentials.</param>
/// <param name="Window">How long both are counted.</param>
/// <param name="Block">How long the address then has to wait.</param>
internal sealed record SourceLimits(int MostUnproven, int MostWrong, TimeSpan Window, TimeSpan Block)
{
    public static SourceLimits Provisioning { get; } = new(20, 20, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
}
