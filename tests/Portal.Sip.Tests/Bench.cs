using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>An endpoint on a memory transport and a clock that the test moves.</summary>
internal sealed class Bench : IAsyncDisposable
{
    public ManualTimeProvider Clock { get; } = new();
    public MemoryTransport Wire { get; }
    public SipEndpoint Endpoint { get; }

    public Bench(SipTransportKind kind = SipTransportKind.Udp, params ISipRequestHandler[] handlers) : this(kind, options => options, handlers) { }

    public Bench(Func<SipEndpointOptions, SipEndpointOptions> change, params ISipRequestHandler[] handlers) : this(SipTransportKind.Udp, change, handlers) { }

    private Bench(SipTransportKind kind, Func<SipEndpointOptions, SipEndpointOptions> change, ISipRequestHandler[] handlers)
    {
        Wire = new MemoryTransport(kind);
        Endpoint = new SipEndpoint(change(new SipEndpointOptions { Transports = [Wire] }), handlers, time: Clock);
        Endpoint.Start();
    }

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A request as a phone would send it.</summary>
    public SipRequest FromPhone(string method, string branch = "z9hG4bKphone1", uint cseq = 1, string? toTag = null, string uri = "sip:2001@192.0.2.1")
    {
        var to = new NameAddr(SipUri.Parse("sip:2001@192.0.2.1"));
        var request = SipRequest.Create(method, SipUri.Parse(uri), new NameAddr(SipUri.Parse("sip:2002@192.0.2.1")).WithTag("phonetag"),
            toTag is null ? to : to.WithTag(toTag), "call-1", cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/{Wire.PhoneFlow.TransportName} 192.0.2.77:5062;branch={branch};rport");
        if (method != SipMethod.Ack) request.Headers.Add(SipHeaderName.Contact, "<sip:2002@192.0.2.77:5062>");
        return request;
    }

    /// <summary>What a phone would answer to a request of ours.</summary>
    public static SipResponse Answer(SipRequest request, int status, string tag = "callee")
    {
        var response = SipResponse.Create(request, status, toTag: tag);
        response.Headers.Add(SipHeaderName.Contact, "<sip:2001@192.0.2.77:5062>");
        return response;
    }

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();
}

/// <summary>A handler from a lambda.</summary>
internal sealed class Handler(string method, Func<SipServerTransaction, ValueTask> handle, bool inline = true) : ISipRequestHandler
{
    public Handler(string method, Action<SipServerTransaction> handle) : this(method, transaction =>
    {
        handle(transaction);
        return default;
    })
    { }

    public string Method => method;
    public bool RunsInline => inline;
    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation) => handle(transaction);
}
