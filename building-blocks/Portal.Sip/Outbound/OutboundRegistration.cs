using Portal.Sip.Outbound;

namespace Portal.Sip;

/// <summary>
/// Keeps an account of ours registered (RFC 3261 §10.2 as the client): registers, refreshes, answers challenges and 423, goes to the next server when one fails, backs off
/// (RFC 5626 §4.5), keeps the flow open and notices its loss (§4.4), and unregisters at the end. Safe from any thread.
/// </summary>
public sealed partial class OutboundRegistration : IAsyncDisposable
{
    private static readonly TimeSpan UnregisterWithin = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private readonly SipEndpoint _endpoint;
    private readonly OutboundRegistrationOptions _options;
    private readonly Random _random;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WheelTimer _timer;
    private readonly SerialExecutor _callbacks;
    private TaskCompletionSource? _pause;
    private FlowKeepAlive? _keepAlive;
    private Task _running = Task.CompletedTask;
    private bool _flowLost;
    private int _failures;
    private int _started, _stopped;

    public OutboundRegistration(SipEndpoint endpoint, OutboundRegistrationOptions options)
    {
        (_endpoint, _options, _asking) = (endpoint, options, options.Expires);
        _random = options.Random ?? Random.Shared;
        _timer = new WheelTimer(Continue);
        _callbacks = new SerialExecutor(endpoint.ReportFailure);
        Status = new OutboundRegistrationStatus(OutboundRegistrationState.Stopped, endpoint.Time.GetUtcNow());
    }

    /// <summary>The account.</summary>
    public SipUri AddressOfRecord => _options.AddressOfRecord;

    /// <summary>Where it stands now.</summary>
    public OutboundRegistrationStatus Status { get; private set; }

    /// <summary>Told after every change of <see cref="Status"/>, in order, on the thread pool.</summary>
    public event Action<OutboundRegistrationStatus>? Changed;

    /// <summary>The Service-Route of the registrar (RFC 3608): the Route of requests by this account; empty when it named none.</summary>
    public IReadOnlyList<NameAddr> ServiceRoute { get; private set; } = [];

    /// <summary>Begins to register; a second call changes nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) return;
        Publish(new(OutboundRegistrationState.Registering, _endpoint.Time.GetUtcNow()));
        _running = RunAsync(_stopping.Token);
    }

    /// <summary>Registers again now, whatever the waiting time: the settings or the network changed.</summary>
    public void Refresh() => Continue();

    /// <summary>Puts the Service-Route on a request of this account (RFC 3608 §6.1), before any Route of its own.</summary>
    public void Route(SipRequest request)
    {
        foreach (var route in ServiceRoute.Reverse()) request.Headers.AddFirst(SipHeaderName.Route, route.ToString());
    }

    /// <summary>Stops and unregisters (Expires: 0, RFC 3261 §10.2.2). Completes when the registrar has answered, is given up on after 64*T1, or the token is cancelled.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        Continue();
        await _running.ConfigureAwait(false);
        _endpoint.Wheel.Stop(_timer);
        TakeKeepAlive()?.Dispose();
        var held = Status;
        try
        {
            if (held is { State: OutboundRegistrationState.Registered, Server: { } server }) await AskAsync(server, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Publish(new(OutboundRegistrationState.Stopped, _endpoint.Time.GetUtcNow()));
        }
    }

    /// <summary>Stops and unregisters, waiting no longer than 4 s for the registrar.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(UnregisterWithin, _endpoint.Time);
        try
        {
            await StopAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It expires by itself.
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                lock (_gate) _flowLost = false;
                var outcome = await TryRegisterAsync(stopping).ConfigureAwait(false);
                _failures = outcome.IsRegistered ? 0 : _failures + 1;
                var wait = outcome.IsRegistered ? RefreshAfter(outcome.Granted)
                    : Longer(outcome.RetryAfter, RetryDelay.After(_failures, _options.FirstRetry, _options.LongestRetry, _random));
                await PauseAsync(wait, outcome).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // StopAsync goes on from here.
        }
    }

    private async Task<Outcome> TryRegisterAsync(CancellationToken stopping)
    {
        try
        {
            return await RegisterAsync(stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            // Nothing known can throw here; but an account that has silently ceased to register would be found out by a customer.
            _endpoint.ReportFailure(e);
            return new Outcome(false, 500, e.Message, Status.Server);
        }
    }

    /// <summary>RFC 5626 §4.3's measure: half of a short lifetime, ten minutes before the end of a long one; earlier by up to a tenth, so that a thousand accounts spread out.</summary>
    private TimeSpan RefreshAfter(TimeSpan granted)
    {
        var latest = granted > TimeSpan.FromMinutes(20) ? granted - TimeSpan.FromMinutes(10) : granted / 2;
        return Longer(latest * (1 - 0.1 * _random.NextDouble()), TimeSpan.FromSeconds(1));
    }

    /// <summary>The timer runs before the outcome is told: who hears of it can rely on the next attempt.</summary>
    private Task PauseAsync(TimeSpan wait, Outcome outcome)
    {
        var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _pause = pause;
            if (_flowLost) wait = SoonAfterLoss();
            _endpoint.Wheel.Start(_timer, wait);
        }
        var now = _endpoint.Time.GetUtcNow();
        var state = outcome.IsRegistered ? OutboundRegistrationState.Registered : OutboundRegistrationState.Failed;
        OutboundMetrics.Registered(outcome.IsRegistered);
        if (!outcome.IsRegistered) TakeKeepAlive()?.Dispose();
        Publish(new(state, Status.State == state ? Status.Since : now, outcome.StatusCode, outcome.Reason, outcome.IsRegistered ? now + outcome.Granted : null, now + wait, outcome.Server));
        return pause.Task;
    }

    private void Continue()
    {
        lock (_gate) _pause?.TrySetResult();
    }

    private void OnFlowFailed(FlowKeepAlive which)
    {
        lock (_gate)
        {
            if (which != _keepAlive) return;
            _keepAlive = null;
            _flowLost = true;
            _endpoint.Wheel.Start(_timer, SoonAfterLoss());
        }
        Publish(new(OutboundRegistrationState.Registering, _endpoint.Time.GetUtcNow(), Status.StatusCode, "The connection to the server was lost.", Server: Status.Server));
    }

    /// <summary>Soon, but not all that the server had at the same moment.</summary>
    private TimeSpan SoonAfterLoss() => TimeSpan.FromSeconds(2 * _random.NextDouble());

    private FlowKeepAlive? TakeKeepAlive()
    {
        lock (_gate)
        {
            var keepAlive = _keepAlive;
            _keepAlive = null;
            return keepAlive;
        }
    }

    private void Publish(OutboundRegistrationStatus status)
    {
        lock (_gate)
        {
            OutboundMetrics.StateChanged(Status.State, status.State);
            Status = status;
        }
        if (Changed is { } changed)
        {
            _callbacks.Post(() =>
            {
                changed(status);
                return Task.CompletedTask;
            });
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
