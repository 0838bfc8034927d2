using Portal.Sip.Trunks;

namespace Portal.Sip;

/// <summary>
/// A peer with its targets, its health and its limit of calls. Calls to it take the first target that lives and move on where one fails (RFC 3263 §4.3); calls from it are admitted by source address or
/// digest. Safe from any thread.
/// </summary>
public sealed partial class Trunk : IAsyncDisposable
{
    private static readonly TimeSpan ResolveEvery = TimeSpan.FromMinutes(1);
    private const int MaxProbed = 4;

    private readonly SipEndpoint _endpoint;
    private readonly TrunkOptions _options;
    private readonly Random _random;
    private readonly SerialExecutor _callbacks;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TrunkTargetHealth[] _targets;
    private readonly TrunkMetrics _metrics;
    private int _calls;
    private int _started, _stopped;

    public Trunk(SipEndpoint endpoint, TrunkOptions options)
    {
        (_endpoint, _options, _random) = (endpoint, options, options.Random ?? Random.Shared);
        _callbacks = new SerialExecutor(endpoint.ReportFailure);
        _metrics = new TrunkMetrics(options.Name);
        IReadOnlyList<SipUri> uris = options.Targets;
        if (options.Registration is { } account)
        {
            Registration = new OutboundRegistration(endpoint, account);
            if (uris.Count == 0) uris = account.Servers.Count > 0 ? account.Servers : [account.Registrar];
        }
        _targets = [.. uris.Select(uri => new TrunkTargetHealth(uri, endpoint.Time.GetUtcNow(), new WheelTimer(() => Ask(uri))))];
    }

    public string Name => _options.Name;

    /// <summary>Our registration with the peer; null when there is none.</summary>
    public OutboundRegistration? Registration { get; }

    /// <summary>The targets as they are now, in order.</summary>
    public IReadOnlyList<TrunkTarget> Targets => [.. _targets.Select(target => target.Now)];

    /// <summary>Calls in progress, both ways.</summary>
    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Told when a target is taken out or put back in, in order, on the thread pool.</summary>
    public event Action<TrunkTarget>? Changed;

    /// <summary>Begins to register and to look after the targets; a second call changes nothing.</summary>
    public void Start()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) return;
        Registration?.Start();
        foreach (var target in _targets) Ask(target.Uri);
    }

    /// <summary>Stops asking and unregisters. Calls in progress go on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var target in _targets) _endpoint.Wheel.Stop(target.Timer);
        if (Registration is not null) await Registration.DisposeAsync().ConfigureAwait(false);
    }

    private void Ask(SipUri uri)
    {
        if (_stopping.IsCancellationRequested) return;
        var target = Array.Find(_targets, target => ReferenceEquals(target.Uri, uri))!;
        _callbacks.Post(() => AskAsync(target, _stopping.Token));
    }

    /// <summary>Finds a target's addresses anew and, where that is wanted, asks it whether it lives.</summary>
    private async Task AskAsync(TrunkTargetHealth target, CancellationToken stopping)
    {
        var probing = _options.ProbeEvery > TimeSpan.Zero;
        try
        {
            target.Flows = await _endpoint.FindTargetsAsync(target.Uri, stopping).ConfigureAwait(false);
            if (probing) await ProbeAsync(target, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            if (!stopping.IsCancellationRequested) _endpoint.Wheel.Start(target.Timer, (probing ? _options.ProbeEvery : ResolveEvery) * (0.9 + 0.1 * _random.NextDouble()));
        }
    }

    /// <summary>A target lives when one of its servers does.</summary>
    private async Task ProbeAsync(TrunkTargetHealth target, CancellationToken stopping)
    {
        var status = 503;
        foreach (var flow in target.Flows.Take(MaxProbed))
        {
            var began = _endpoint.Time.GetTimestamp();
            (var lives, status) = await ProbeAsync(target.Uri, flow, stopping).ConfigureAwait(false);
            if (!lives) continue;
            Answered(target, status, _endpoint.Time.GetElapsedTime(began));
            return;
        }
        Failed(target, status);
    }

    private async Task<(bool Lives, int StatusCode)> ProbeAsync(SipUri uri, SipFlow flow, CancellationToken stopping)
    {
        var us = new NameAddr(_endpoint.ContactFor(flow));
        var options = SipRequest.Create(SipMethod.Options, uri.WithParameters(SipParameters.Empty).WithoutHeaders(), us, new NameAddr(uri));
        options.Headers.Add(SipHeaderName.Contact, us.ToString()).Add(SipHeaderName.Accept, "application/sdp");
        using var limit = new CancellationTokenSource(_options.ProbeWithin, _endpoint.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        try
        {
            var response = await _endpoint.SendRequestAsync(options, flow, both.Token).ConfigureAwait(false);
            // Whatever it says, it lives; but who says 503 wants no calls.
            return (response.StatusCode != 503 && !response.IsLocallyGenerated, response.StatusCode);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return (false, 408);
        }
    }

    private void Failed(TrunkTargetHealth target, int status) => Tell(target.Fail(status, _options.ProbeEvery > TimeSpan.Zero ? _options.FailuresUntilOut : int.MaxValue, _endpoint.Time.GetUtcNow()));

    private void Answered(TrunkTargetHealth target, int status, TimeSpan? roundTrip) => Tell(target.Answer(status, roundTrip, _endpoint.Time.GetUtcNow()));

    private void Tell(TrunkTarget? change)
    {
        if (change is null) return;
        _metrics.TargetChanged(change.IsUp);
        if (Changed is not { } changed) return;
        _callbacks.Post(() =>
        {
            changed(change);
            return Task.CompletedTask;
        });
    }
}
