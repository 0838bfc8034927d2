using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sip.Authentication;
using Portal.Sip.Proxying;
using Portal.Sip.Tracing;
using Portal.Sip.Transport;

namespace Portal.Sip;

/// <summary>
/// A SIP element: transports, transactions and dialogs behind one object. Give it handlers, start it, send through it.
/// </summary>
public sealed partial class SipEndpoint : ITransactionHost, IAsyncDisposable
{
    private readonly SipEndpointOptions _options;
    private readonly Dictionary<string, ISipRequestHandler> _handlers = [];
    private readonly ConcurrentDictionary<TransactionKey, SipServerTransaction> _servers = new();
    private readonly ConcurrentDictionary<TransactionKey, SipClientTransaction> _clients = new();
    private readonly ConcurrentDictionary<DialogId, IDialogUser> _dialogs = new();
    // Replaced, never changed: receiving threads walk it while later transports are still being bound.
    private volatile ISipTransport[] _transports = [];
    private readonly AnswerCache _answers;
    // Requests of ours that have had their final answer, for timer K: its repeats are not strangers.
    private readonly RecentTransactions _absorbed;
    // INVITEs answered whose call is over, for timer L.
    private readonly RecentTransactions _over;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _log;
    private readonly RateLimitedLog _noise;
    private readonly SourceLimiter? _limiter;
    private readonly LocalAddresses _addresses = new();
    private int _serverCount;
    private readonly MergedRequests _merged;
    private SipProxy? _proxy;
    private int _disposed;

    public SipEndpoint(SipEndpointOptions options, IEnumerable<ISipRequestHandler>? handlers = null, ILogger<SipEndpoint>? logger = null, TimeProvider? time = null)
    {
        _options = options;
        Time = time ?? TimeProvider.System;
        Wheel = new TimerWheel(Time);
        _answers = new AnswerCache(options.Timers.Timeout, options.MaxAnswerBytes, Time);
        _absorbed = new RecentTransactions(options.Timers.T4, Time);
        _over = new RecentTransactions(options.Timers.Timeout, Time);
        _merged = new MergedRequests(Time, options.Timers.Timeout);
        _retired = new AnswerCache(options.Timers.Timeout, options.MaxAnswerBytes, Time);
        _log = logger ?? NullLogger<SipEndpoint>.Instance;
        _noise = new RateLimitedLog(_log, Time);
        _limiter = options.MessagesPerSecondPerSource > 0 ? new SourceLimiter(options.MessagesPerSecondPerSource, Time) : null;
        AllowHeader = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK";
        foreach (var handler in handlers ?? []) Add(handler);
    }

    /// <summary>The clock of every timer in here.</summary>
    public TimeProvider Time { get; }

    /// <summary>What was counted since the start; the same numbers go to the meter <c>Portal.Sip</c>.</summary>
    public SipStatistics Statistics { get; } = new();

    /// <summary>The addresses bound, with real ports, in the order asked for; empty before the start.</summary>
    public IReadOnlyList<(SipTransportKind Transport, IPEndPoint Address)> LocalEndPoints => [.. _transports.Select(t => (t.Kind, t.LocalEndPoint))];

    /// <summary>The methods in our Allow header.</summary>
    public string AllowHeader
    {
        get;
        private set
        {
            field = value;
            AllowOctets = SipHeaders.Encode(value);
        }
    }

    /// <summary>The same, encoded once for all messages.</summary>
    internal byte[] AllowOctets { get; private set; } = [];

    /// <summary>How many transactions and dialogs live.</summary>
    public (int ServerTransactions, int ClientTransactions, int Dialogs) Live => (_servers.Count + _answers.Count + _over.Count, _clients.Count + _absorbed.Count + _retired.Count, _dialogs.Count);

    /// <summary>Cancelled when the endpoint stops.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    internal TimerWheel Wheel { get; }
    internal SipTimers Timers => _options.Timers;
    internal TimeSpan MinSessionExpires => _options.MinSessionExpires;
    TimerWheel ITransactionHost.Wheel => Wheel;
    SipTimers ITransactionHost.Timers => Timers;

    /// <summary>Registers a handler; call before <see cref="Start"/>. A later one for the same method takes the place of the earlier.</summary>
    public void Add(ISipRequestHandler handler)
    {
        _handlers[handler.Method] = handler;
        if (!AllowHeader.Split(", ").Contains(handler.Method)) AllowHeader += ", " + handler.Method;
    }

    /// <summary>Sends on what is for nobody here; call before <see cref="Start"/>, once.</summary>
    public void Add(SipProxy proxy)
    {
        if (_proxy is not null) throw new InvalidOperationException("An endpoint has one proxy.");
        proxy.Attach(this, _options.AdvertisedHost);
        _proxy = proxy;
    }

    /// <summary>Binds every address and begins to answer.</summary>
    /// <exception cref="SipBindException">An address cannot be had; nothing is left bound.</exception>
    public void Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                BindAll();
                return;
            }
            catch (SipBindException) when (attempt < 20 && _options.SamePort && _options.Listen.Any(listen => listen.Port == 0))
            {
                // The free number that UDP was given was taken for TCP: another one then.
                Unbind();
            }
            catch
            {
                Unbind();
                throw;
            }
        }
    }

    private void BindAll()
    {
        var ports = new Dictionary<IPAddress, int>();
        foreach (var listen in _options.Listen)
        {
            var port = listen.Port;
            if (port == 0 && _options.SamePort && SharesPort(listen.Transport)) ports.TryGetValue(listen.Address, out port);
            var transport = Begin(listen with { Port = port });
            if (SharesPort(listen.Transport)) ports[listen.Address] = transport.LocalEndPoint.Port;
        }
        foreach (var transport in _options.Transports)
        {
            transport.Start(this);
            _transports = [.. _transports, transport];
        }
    }

    private static bool SharesPort(SipTransportKind transport) => transport is SipTransportKind.Udp or SipTransportKind.Tcp;

    private void Unbind()
    {
        foreach (var transport in _transports) _ = transport.DisposeAsync();
        _transports = [];
    }

    private ISipTransport Begin(SipListen listen)
    {
        var address = new IPEndPoint(listen.Address, listen.Port);
        ISipTransport transport = listen.Transport switch
        {
            SipTransportKind.Udp => new UdpTransport(address, _options.UdpSockets, _options.UdpBufferBytes),
            SipTransportKind.Tcp => new StreamTransport(address, _options.Tcp, Time),
            SipTransportKind.Tls when _options.Tls is { } tls => new StreamTransport(address, _options.Tcp, Time, new TlsSecurity(tls)),
            SipTransportKind.Ws => new StreamTransport(address, _options.Tcp, Time, null, new WebSocketUpgrade(_options.WebSocket)),
            SipTransportKind.Wss when _options.Tls is { } tls => new StreamTransport(address, _options.Tcp, Time, new TlsSecurity(tls), new WebSocketUpgrade(_options.WebSocket)),
            SipTransportKind.Tls or SipTransportKind.Wss => throw new ArgumentException("Listening on TLS needs SipEndpointOptions.Tls."),
            _ => throw new NotSupportedException($"{listen.Transport} is not among the built-in transports; give one in SipEndpointOptions.Transports."),
        };
        transport.Start(this);
        _transports = [.. _transports, transport];
        return transport;
    }

    /// <summary>Stops receiving and closes everything. Calls in progress are not ended by BYE: do that before.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var transport in _transports) await transport.DisposeAsync().ConfigureAwait(false);
        Wheel.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Makes the caller's leg of an INVITE received. Do it in the handler, before answering.</summary>
    /// <param name="contactUser">The user part of our Contact; null for none.</param>
    public InviteUasSession CreateUasSession(InviteServerTransaction transaction, string? contactUser = null, SessionTimerOptions? timer = null) =>
        new(transaction, ContactFor(transaction.Source, contactUser), timer);

    /// <summary>Makes a leg to ring; nothing is sent before <see cref="InviteUacSession.Start"/>.</summary>
    /// <param name="invite">From <see cref="SipRequest.Create"/>, with its body and any further headers.</param>
    /// <param name="flow">Where to: a binding's flow, or from <see cref="FindTargetsAsync"/>.</param>
    /// <param name="credential">Answers challenges of its realm.</param>
    public InviteUacSession CreateUacSession(SipRequest invite, SipFlow flow, string? contactUser = null, SessionTimerOptions? timer = null, DigestCredential? credential = null) =>
        new(this, invite, [flow], contactUser, timer, credential is null ? null : new DigestCredentials(credential));

    /// <summary>Sends a request other than INVITE and ACK.</summary>
    public SipClientTransaction SendRequest(SipRequest request, SipFlow flow)
    {
        var transaction = CreateClientTransaction(request, flow);
        transaction.Start();
        return transaction;
    }

    /// <summary>Sends a request other than INVITE and waits for its final response (a local 408 or 503 when there is none).</summary>
    public Task<SipResponse> SendRequestAsync(SipRequest request, SipFlow flow, CancellationToken cancellation = default) =>
        SendRequest(request, flow).Final.WaitAsync(cancellation);

    internal SipClientTransaction CreateClientTransaction(SipRequest request, SipFlow flow)
    {
        var branch = SipToken.Branch();
        AddVia(request, flow, branch);
        if (_options.Product is { } product && !request.Headers.Contains(SipHeaderName.UserAgent)) request.Headers.Add(SipHeaderName.UserAgent, product);
        return CreateForwardingTransaction(request, flow, branch);
    }

    /// <summary>For a request that carries its Via already.</summary>
    internal SipClientTransaction CreateForwardingTransaction(SipRequest request, SipFlow flow, string branch)
    {
        var key = TransactionKey.OfClient(branch, request.Method);
        var transaction = request.IsInvite
            ? new InviteClientTransaction(this, key, request, flow, SendCancel)
            : new SipClientTransaction(this, key, request, flow);
        _clients[key] = transaction;
        return transaction;
    }

    /// <summary>Drops a transaction that was never started.</summary>
    internal void Forget(SipClientTransaction transaction) => _clients.TryRemove(transaction.Key, out _);

    /// <summary>A CANCEL has the branch of its INVITE and a transaction of its own (§9.1).</summary>
    private void SendCancel(SipRequest cancel, SipFlow flow)
    {
        var key = TransactionKey.OfClient(cancel.TopVia!.Branch!, SipMethod.Cancel);
        var transaction = new SipClientTransaction(this, key, cancel, flow);
        _clients[key] = transaction;
        transaction.Start();
    }

    /// <summary>Puts our Via on top, with a new branch and rport (RFC 3581).</summary>
    public void AddVia(SipRequest request, SipFlow flow) => AddVia(request, flow, SipToken.Branch());

    internal void AddVia(SipRequest request, SipFlow flow, string branch)
    {
        var (host, port) = LocalFor(flow);
        Span<byte> via = stackalloc byte[512];
        if (Utf8.TryWrite(via, CultureInfo.InvariantCulture, $"SIP/2.0/{flow.TransportName} {host}:{port};branch={branch};rport", out var length)) request.Headers.AddVia(via[..length].ToArray());
        else request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/{flow.TransportName} {host}:{port};branch={branch};rport");
    }

    /// <summary>A Contact that reaches us from where the flow leads.</summary>
    public SipUri ContactFor(SipFlow flow, string? user = null)
    {
        var (host, port) = LocalFor(flow);
        var parameters = flow.Transport == SipTransportKind.Udp ? SipParameters.Empty : SipParameters.Empty.With("transport", flow.TransportName.ToLowerInvariant());
        return new SipUri(user, host, port, parameters);
    }

    internal void AddDialog(DialogId id, IDialogUser user) => _dialogs[id] = user;

    internal void RemoveDialog(DialogId id) => _dialogs.TryRemove(id, out _);

    internal void ReportFailure(Exception failure) => _log.LogError(failure, "A SIP session's callback failed.");

    void ITransactionHost.Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        Statistics.Sent();
        _options.Trace?.Record(TraceDirection.Out, flow, octets);
        if (TransportFor(flow) is { } transport)
        {
            transport.Send(flow, octets, failed);
            return;
        }
        if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(new IOException($"No transport for {flow}.")));
    }

    void ITransactionHost.Remove(SipTransaction transaction)
    {
        if (transaction is SipClientTransaction) _clients.TryRemove(transaction.Key, out _); else RemoveServer(transaction.Key);
    }

    void ITransactionHost.Absorb(SipClientTransaction transaction)
    {
        _absorbed.Add(transaction.Key);
        _clients.TryRemove(transaction.Key, out _);
    }

    void ITransactionHost.Remember(SipServerTransaction transaction, ReadOnlySpan<byte> answer)
    {
        // First there, then away here: a repeat that comes meanwhile finds one of the two.
        if (answer.IsEmpty) _over.Add(transaction.Key); else _answers.Add(transaction.Key, answer);
        RemoveServer(transaction.Key);
    }

    private void RemoveServer(in TransactionKey key)
    {
        if (!_servers.TryRemove(key, out var transaction)) return;
        Interlocked.Decrement(ref _serverCount);
        if (transaction is InviteServerTransaction invite) _merged.Remove(invite);
    }

    void ITransactionHost.CountRetransmission() => Statistics.Retransmitted();

    private ISipTransport? TransportFor(SipFlow flow)
    {
        ISipTransport? match = null;
        foreach (var transport in _transports)
        {
            if (transport.Kind != flow.Transport || transport.LocalEndPoint.AddressFamily != flow.Remote.AddressFamily) continue;
            if (flow.Local is null || flow.Local.Port == transport.LocalEndPoint.Port) return transport;
            match ??= transport;
        }
        return match;
    }

    private (string Host, int Port) LocalFor(SipFlow flow)
    {
        var bound = TransportFor(flow)?.LocalEndPoint ?? new IPEndPoint(IPAddress.Loopback, 5060);
        if (_options.AdvertisedHost is { } host) return (host, bound.Port);
        var address = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any) ? _addresses.Towards(flow.Remote.Address) : bound.Address;
        if (address.AddressFamily == AddressFamily.InterNetwork) return (address.ToString(), bound.Port);
        // RFC 4007 §11.2: the zone of a link-local address means something on this machine only.
        if (address.ScopeId != 0) address = new IPAddress(address.GetAddressBytes());
        return ($"[{address}]", bound.Port);
    }
}
