using System.Net;
using Portal.Sip.Proxying;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>A proxy on memory transports, UDP and TCP, with a clock that the test moves. What it decides is the test's to say.</summary>
internal sealed class ProxyBench : IProxyRouting, IAsyncDisposable
{
    public ManualTimeProvider Clock { get; } = new();
    public MemoryTransport Wire { get; } = new();
    public MemoryTransport Stream { get; } = new(SipTransportKind.Tcp);
    public SipEndpoint Endpoint { get; }
    public SipProxy Proxy { get; }

    /// <summary>What is decided; refused 403 until it is set.</summary>
    public Func<SipServerTransaction, ProxyRoute?> Decide { get; set; } = _ => ProxyRoute.Refuse(403);

    /// <summary>Where a contact of a 3xx leads; null: as it is where nothing is decided.</summary>
    public Func<NameAddr, IReadOnlyList<ProxyTarget>>? Redirect { get; set; }

    public int Asked { get; private set; }

    public ProxyBench(SipProxyOptions? options = null, SipResolver? resolver = null, params ISipRequestHandler[] handlers)
    {
        Endpoint = new SipEndpoint(new SipEndpointOptions { Transports = [Wire, Stream], Resolver = resolver }, handlers, time: Clock);
        Proxy = new SipProxy(this, options);
        Endpoint.Add(Proxy);
        Endpoint.Start();
    }

    bool IProxyRouting.RunsInline => true;

    ValueTask<ProxyRoute?> IProxyRouting.RouteAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        Asked++;
        return new(Decide(transaction));
    }

    ValueTask<IReadOnlyList<ProxyTarget>> IProxyRouting.RedirectAsync(SipServerTransaction transaction, NameAddr contact, CancellationToken cancellation) =>
        Redirect is { } redirect ? new(redirect(contact)) : new Undecided().RedirectAsync(transaction, contact, cancellation);

    /// <summary>What the interface does by itself.</summary>
    private sealed class Undecided : IProxyRouting
    {
        ValueTask<ProxyRoute?> IProxyRouting.RouteAsync(SipServerTransaction transaction, CancellationToken cancellation) => throw new InvalidOperationException("Not asked.");
        internal ValueTask<IReadOnlyList<ProxyTarget>> RedirectAsync(SipServerTransaction transaction, NameAddr contact, CancellationToken cancellation) =>
            ((IProxyRouting)this).RedirectAsync(transaction, contact, cancellation);
    }

    public static SipFlow Flow(int last, SipTransportKind kind = SipTransportKind.Udp) => new(kind, new IPEndPoint(IPAddress.Parse($"192.0.2.{last}"), 5060), kind == SipTransportKind.Udp ? 0 : last);

    /// <summary>A telephone at 192.0.2.last that its Contact reaches.</summary>
    public static ProxyTarget Phone(int last, int quality = 1000) => new(SipUri.Parse($"sip:u@192.0.2.{last}"), Flow(last)) { Quality = quality };

    public void Ring(params ProxyTarget[] targets) => Decide = _ => ProxyRoute.To(targets);

    public void Wait(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>A request as the caller at 192.0.2.77:5062 sends it.</summary>
    public static SipRequest Request(string method = SipMethod.Invite, string branch = "z9hG4bKcaller", string uri = "sip:2001@example.test", uint cseq = 1, string? toTag = null, string callId = "call-1")
    {
        var to = new NameAddr(SipUri.Parse("sip:2001@example.test"));
        var request = SipRequest.Create(method, SipUri.Parse(uri), new NameAddr(SipUri.Parse("sip:2002@example.test")).WithTag("caller"), toTag is null ? to : to.WithTag(toTag), callId, cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP 192.0.2.77:5062;branch={branch};rport");
        if (method != SipMethod.Ack) request.Headers.Add(SipHeaderName.Contact, "<sip:2002@192.0.2.77:5062>");
        return request;
    }

    /// <summary>What the telephone answers to a copy; the tag is its own.</summary>
    public static SipResponse Answer(SipRequest copy, int status)
    {
        var response = SipResponse.Create(copy, status, toTag: "at" + copy.Uri.Host);
        response.Headers.Add(SipHeaderName.Contact, $"<{copy.Uri}>").CopyFrom(copy.Headers, SipHeaderName.RecordRoute);
        return response;
    }

    /// <summary>The copies sent of a method, in order, each once however often it was repeated.</summary>
    public IReadOnlyList<SipRequest> Copies(string method = SipMethod.Invite) => [.. Wire.Requests.Where(r => r.Method == method).DistinctBy(r => r.TopVia!.Branch)];

    public IReadOnlyList<int> Answers => [.. Wire.Responses.Where(r => r.CSeq.Method == SipMethod.Invite && r.StatusCode != 100).Select(r => r.StatusCode)];

    /// <summary>A call through the proxy to 192.0.2.20, answered; the route set as the caller has it.</summary>
    public (SipResponse Ok, IReadOnlyList<string> Routes) Connect(ProxyTarget? target = null)
    {
        Ring(target ?? Phone(20));
        Wire.Receive(Request());
        var copy = Wire.Requests.Concat(Stream.Requests).Single(r => r.IsInvite);
        (target?.Flow?.Transport == SipTransportKind.Tcp ? Stream : Wire).Receive(Answer(copy, 200));
        var ok = Wire.Responses.Single(r => r.StatusCode == 200);
        return (ok, [.. ok.Headers.Values(SipHeaderName.RecordRoute).Reverse()]);
    }

    public ValueTask DisposeAsync() => Endpoint.DisposeAsync();
}
