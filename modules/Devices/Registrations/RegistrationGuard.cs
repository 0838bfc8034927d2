using System.Collections.Concurrent;
using System.Net;
using Portal.Devices.Security;

namespace Portal.Devices.Registrations;

/// <summary>
/// Slows an address that keeps failing to log in: each of its attempts is then held for a while before it is looked at, and
/// only a few may wait at a time. Phones with the right password still get in, phones that were in already are not touched,
/// and guessing takes years.
/// </summary>
internal sealed class RegistrationGuard(TimeProvider clock)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Block = TimeSpan.FromMinutes(15);
    private const int MostWaiting = 5;
    private const int MostChances = 2;

    private readonly SourceBudget _budget = new(clock, new SourceLimits(MostUnproven: 20, MostWrong: 10, Window: TimeSpan.FromMinutes(5), Block));
    private readonly ConcurrentDictionary<IPAddress, int> _waiting = new();

    public bool HasToWait(IPAddress source, string address) => _budget.Wait(source, address) is not null;

    /// <summary>Holds an attempt; false when too many of this source are held already.</summary>
    public async ValueTask<bool> WaitAsync(IPAddress source, CancellationToken ct)
    {
        if (_waiting.AddOrUpdate(source, 1, (_, count) => count + 1) > MostWaiting)
        {
            Leave(source);
            return false;
        }

        try
        {
            await Task.Delay(Pause, clock, ct);
            return true;
        }
        finally
        {
            Leave(source);
        }
    }

    /// <summary>True once, when it was one failure too many.</summary>
    public bool Failed(IPAddress source, string address) => _budget.Wrong(source, address);

    /// <summary>
    /// True when a phone keeps answering challenges wrongly. Some phones take every new nonce as an invitation and would go on
    /// without end; 403 stops them, while one that had an old password in hand gets a second chance.
    /// </summary>
    public bool IsHopeless(IPAddress source, string address) => _budget.WrongAbout(source, address) > MostChances;

    public void Proven(IPAddress source, string address) => _budget.Proven(source, address);

    private void Leave(IPAddress source)
    {
        if (_waiting.AddOrUpdate(source, 0, (_, count) => count - 1) <= 0)
        {
            _waiting.TryRemove(new KeyValuePair<IPAddress, int>(source, 0));
        }
    }
}
