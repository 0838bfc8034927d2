using Portal.Sip.Registration;
using Portal.Web.Live;

namespace Portal.Devices.Registrations;

/// <summary>
/// Tells pages that registrations have changed, or that a phone has fetched its configuration. A refresh changes only when a binding will expire and comes all the time, so
/// refreshes are told together every ten seconds.
/// </summary>
internal sealed class RegistrationsTopic : LiveTopic, IDisposable
{
    private static readonly TimeSpan RefreshPace = TimeSpan.FromSeconds(10);

    private readonly InMemoryLocationStore _store;
    private readonly ITimer _timer;
    private int _refreshed;

    public RegistrationsTopic(InMemoryLocationStore store, TimeProvider clock) : base(clock)
    {
        _store = store;
        _store.Changed += Tell;
        _timer = clock.CreateTimer(_ =>
        {
            if (Interlocked.Exchange(ref _refreshed, 0) == 1)
            {
                Changed();
            }
        }, null, RefreshPace, RefreshPace);
    }

    private void Tell(BindingChange change)
    {
        if (change.Kind == BindingChangeKind.Refreshed)
        {
            Volatile.Write(ref _refreshed, 1);
        }
        else
        {
            Changed();
        }
    }

    public void Dispose()
    {
        _store.Changed -= Tell;
        _timer.Dispose();
    }
}
