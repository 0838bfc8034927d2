using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Portal.Identity.SignIn;

/// <summary>
/// How many wrong sign-ins one address may make, whatever accounts it tries. A right one costs nothing, so that an office behind
/// one address is not held up. In memory: a restart forgives.
/// </summary>
internal sealed class AddressThrottle(TimeProvider clock, IConfiguration configuration)
{
    private const int MostAddresses = 20_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly int _allowed = configuration.GetValue("Identity:WrongTriesPerAddress", 20);
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Queue<DateTimeOffset>> _wrong = [];

    /// <summary>Counts a try as wrong beforehand, so that tries at the same moment count too. Null: go ahead; else when to come back.</summary>
    public DateTimeOffset? Begin(IPAddress? address)
    {
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            if (_wrong.Count >= MostAddresses)
            {
                Tidy(now);
            }

            var key = NetworkOf(address);
            if (!_wrong.TryGetValue(key, out var tries))
            {
                _wrong[key] = tries = new Queue<DateTimeOffset>();
            }

            while (tries.TryPeek(out var oldest) && oldest <= now - Window)
            {
                tries.Dequeue();
            }

            if (tries.Count >= _allowed)
            {
                return tries.Peek() + Window;
            }

            tries.Enqueue(now);
            return null;
        }
    }

    /// <summary>The try was right after all.</summary>
    public void Forgive(IPAddress? address)
    {
        lock (_gate)
        {
            if (_wrong.TryGetValue(NetworkOf(address), out var tries))
            {
                tries.TryDequeue(out _);
            }
        }
    }

    private void Tidy(DateTimeOffset now)
    {
        foreach (var (key, tries) in _wrong.ToArray())
        {
            if (!tries.Any(t => t > now - Window))
            {
                _wrong.Remove(key);
            }
        }

        // A flood from more addresses than we remember: better to forget than to grow.
        if (_wrong.Count >= MostAddresses)
        {
            _wrong.Clear();
        }
    }

    // An IPv6 customer owns a /64 at least: counting single addresses there would count nothing.
    private static IPAddress NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
