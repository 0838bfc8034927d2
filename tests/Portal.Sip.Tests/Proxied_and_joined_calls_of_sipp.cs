using System.Net;
using Portal.Sip.Proxying;
using Portal.Testing;
using Portal.Testing.Peers;
using static Portal.Sip.Tests.SippScript;

namespace Portal.Sip.Tests;

/// <summary>The same calls of sipp through the forking proxy and through the B2BUA, over real sockets.</summary>
public class Proxied_and_joined_calls_of_sipp
{
    /// <summary>One server that proxies, or joins, every call to the same telephones.</summary>
    private sealed class Server : IProxyRouting, IAsyncDisposable
    {
        public SipEndpoint Endpoint { get; }
        public Joining? Joining { get; }
        public List<int> Telephones { get; } = [];

        public Server(bool proxies, SessionTimerOptions? timer = null, int? transferTo = null)
        {
            Joining = proxies ? null : new Joining(() => [.. Telephones.Select(Flow)], timer) { TransferTo = transferTo is { } port ? () => Flow(port) : null };
            Endpoint = new SipEndpoint(
                new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0)], MinSessionExpires = TimeSpan.FromSeconds(1) }, Joining is null ? [] : [Joining]);
            if (proxies) Endpoint.Add(new SipProxy(this));
            Endpoint.Start();
        }

        public string Address => Endpoint.LocalEndPoints[0].Address.ToString();

        public ValueTask<ProxyRoute?> RouteAsync(SipServerTransaction transaction, CancellationToken cancellation) =>
            new(ProxyRoute.To([.. Telephones.Select(port => new ProxyTarget(new SipUri("2002", "127.0.0.1", port), Flow(port)))]));

        private static SipFlow Flow(int port) => new(SipTransportKind.Udp, new IPEndPoint(IPAddress.Loopback, port));

        /// <summary>Nothing of the calls is left.</summary>
        public async Task IsEmptyAsync(int calls)
        {
            if (Joining is { } joining) await Eventually.TrueAsync(() => joining.Ended == calls);
            Endpoint.Live.Dialogs.ShouldBe(0);
        }

        public ValueTask DisposeAsync() => Endpoint.DisposeAsync();
    }

    private static Task<Sipp> TelephoneAsync(int calls, params IEnumerable<string> steps) => Sipp.StartAsync(new SippRun(Scenario(steps)) { Calls = calls });

    private static async Task CallAsync(Server server, int calls, params IEnumerable<string> steps)
    {
        var result = await Sipp.RunAsync(new SippRun(Scenario(steps), server.Address) { Calls = calls, Rate = 20 });
        result.Successful.ShouldBe(calls, result.ToString());
    }

    private static async Task<SippResult> FinishedAsync(Sipp sipp, int calls)
    {
        var result = await sipp.FinishAsync();
        result.Successful.ShouldBe(calls, result.ToString());
        return result;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Three_telephones_ring_and_the_one_that_answers_gets_the_call(bool proxies)
    {
        const int calls = 20;
        await using var server = new Server(proxies);
        await using var first = await TelephoneAsync(calls, Ring());
        await using var second = await TelephoneAsync(calls, [.. PickUp(after: 200), .. IsHungUp()]);
        await using var third = await TelephoneAsync(calls, Ring());
        server.Telephones.AddRange([first.Port, second.Port, third.Port]);
        await CallAsync(server, calls, [.. Connect(), Wait(100), .. HangUp(2)]);
        foreach (var telephone in new[] { first, second, third }) await FinishedAsync(telephone, calls);
        await server.IsEmptyAsync(calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_ACK_brings_the_200_again(bool proxies)
    {
        await using var server = new Server(proxies);
        await using var telephone = await TelephoneAsync(1, [.. PickUp(), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        var steps = Connect().ToList();
        // The first ACKs were lost: 200 comes after 0.5 s and 1.5 s again.
        steps.Insert(4, Wait(1800));
        await CallAsync(server, 1, [.. steps, Wait(100), .. HangUp(2)]);
        var result = await FinishedAsync(telephone, 1);
        (proxies ? result.Retransmissions : server.Endpoint.Statistics.Retransmissions).ShouldBeGreaterThanOrEqualTo(2);
        await server.IsEmptyAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_held_and_resumed(bool proxies)
    {
        const int calls = 5;
        await using var server = new Server(proxies);
        IEnumerable<string> Reinvited() => [Get(SipMethod.Invite), Reply(200, Offer, tag: false), Get(SipMethod.Ack)];
        IEnumerable<string> Reinvites(int cseq, string offer) => [Request(SipMethod.Invite, cseq, offer), Get(100, true), Get(200), Request(SipMethod.Ack, cseq), Wait(200)];
        await using var telephone = await TelephoneAsync(calls, [.. PickUp(), .. Reinvited(), .. Reinvited(), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        await CallAsync(server, calls, [.. Connect(), Wait(200), .. Reinvites(2, Hold), .. Reinvites(3, Offer), .. HangUp(4)]);
        await FinishedAsync(telephone, calls);
        await server.IsEmptyAsync(calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_200_that_crosses_the_CANCEL_is_acknowledged_and_ended(bool proxies)
    {
        await using var server = new Server(proxies);
        using var telephone = new UdpPeer(server.Endpoint.LocalEndPoints[0].Address);
        server.Telephones.Add(telephone.Port);
        IEnumerable<string> start = [Request(SipMethod.Invite, 1, Offer, inside: false), Get(100, true), Get(180), Request(SipMethod.Cancel, 1, inside: false, branchOf: 3), Get(200)];
        // Through a proxy it is the caller who ends it; the B2BUA does it for a caller who is told 487.
        var calling = CallAsync(server, 1, proxies ? [.. start, Get(200), Request(SipMethod.Ack, 1), .. HangUp(2)] : [.. start, Get(487), Request(SipMethod.Ack, 1, inside: false, branchOf: 6)]);

        var invite = await RequestAsync(telephone, SipMethod.Invite);
        telephone.Send(Said(invite, 180, telephone.Port));
        var cancel = await RequestAsync(telephone, SipMethod.Cancel);
        telephone.Send(Said(invite, 200, telephone.Port));
        telephone.Send(SipResponse.Create(cancel, 200, toTag: "telephone"));
        (await RequestAsync(telephone, SipMethod.Ack)).CSeq.Number.ShouldBe(invite.CSeq.Number);
        telephone.Send(SipResponse.Create(await RequestAsync(telephone, SipMethod.Bye), 200));
        await calling;
        await server.IsEmptyAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_storm_of_repeats_makes_one_call(bool proxies)
    {
        await using var server = new Server(proxies);
        using var telephone = new UdpPeer(server.Endpoint.LocalEndPoints[0].Address);
        using var caller = new UdpPeer(server.Endpoint.LocalEndPoints[0].Address);
        server.Telephones.Add(telephone.Port);
        var invite = Asked(SipMethod.Invite, caller.Port, 1, null);
        for (var i = 0; i < 50; i++) caller.Send(invite);
        var rung = await RequestAsync(telephone, SipMethod.Invite);
        for (var i = 0; i < 50; i++) telephone.Send(Said(rung, 180, telephone.Port));
        for (var i = 0; i < 50; i++) telephone.Send(Said(rung, 200, telephone.Port));
        SipResponse ok;
        do ok = (SipResponse)await caller.ReceiveAsync();
        while (ok.StatusCode != 200);
        for (var i = 0; i < 50; i++) caller.Send(Asked(SipMethod.Ack, caller.Port, 1, ok));
        for (var i = 0; i < 50; i++) caller.Send(Asked(SipMethod.Bye, caller.Port, 2, ok));
        var (bye, branches) = await EndedAsync(telephone);
        branches.Count(b => b.Method == SipMethod.Invite).ShouldBeLessThanOrEqualTo(1);
        telephone.Send(SipResponse.Create(bye, 200));
        do ok = (SipResponse)await caller.ReceiveAsync();
        while (ok.CSeq.Method != SipMethod.Bye);
        ok.StatusCode.ShouldBe(200);
        await server.IsEmptyAsync(1);
    }

    [Fact]
    public async Task A_telephone_that_knows_no_timers_is_refreshed_and_one_that_is_silent_ended()
    {
        await using var server = new Server(proxies: false, new SessionTimerOptions { Interval = TimeSpan.FromSeconds(4), Minimum = TimeSpan.FromSeconds(1) });
        // Called: refreshed by us after 2 s. Caller: promises to refresh and does not, and is ended after 2.7 s, the called with it.
        await using var telephone = await TelephoneAsync(1, [.. PickUp("Allow: INVITE, ACK, BYE, UPDATE"), Get(SipMethod.Update), Reply(200, tag: false), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        await CallAsync(server, 1, [.. Connect("Supported: timer"), .. IsHungUp()]);
        await FinishedAsync(telephone, 1);
        await server.IsEmptyAsync(1);
    }

    [Fact]
    public async Task A_blind_transfer_calls_the_new_party_and_lets_the_asker_go()
    {
        await using var newer = await TelephoneAsync(1, [.. PickUp(), .. IsHungUp()]);
        await using var server = new Server(proxies: false, transferTo: newer.Port);
        await using var telephone = await TelephoneAsync(1, [.. PickUp(), Get(SipMethod.Invite), Reply(200, Offer, tag: false), Get(SipMethod.Ack), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        // Reports come as they come: trying, ringing, done; then the BYE.
        await CallAsync(server, 1, [.. Connect(), Wait(100), Request(SipMethod.Refer, 2, headers: "Refer-To: <sip:2003@127.0.0.1>"), Get(202),
            Get(SipMethod.Notify), Reply(200, tag: false), Get(SipMethod.Notify), Reply(200, tag: false), Get(SipMethod.Notify), Reply(200, tag: false), .. IsHungUp()]);
        server.Joining!.Calls.Single().End();
        await FinishedAsync(telephone, 1);
        await FinishedAsync(newer, 1);
        await server.IsEmptyAsync(1);
    }

    private static string Asked(string method, int port, uint cseq, SipResponse? ok)
    {
        var to = new NameAddr(SipUri.Parse("sip:2002@127.0.0.1"));
        var request = SipRequest.Create(method, ok?.Contact!.Uri ?? SipUri.Parse("sip:2002@127.0.0.1"), new NameAddr(SipUri.Parse("sip:2001@127.0.0.1")).WithTag("caller"), ok?.To ?? to, "storm-" + port, cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{method}{port}");
        request.Headers.Add(SipHeaderName.Contact, $"<sip:2001@127.0.0.1:{port}>");
        if (ok is not null) foreach (var route in ok.Headers.Values(SipHeaderName.RecordRoute).Reverse()) request.Headers.Add(SipHeaderName.Route, route);
        if (method == SipMethod.Invite) request.SetBody("v=0\r\n", "application/sdp");
        return request.ToWireText();
    }

    private static SipResponse Said(SipRequest invite, int status, int port)
    {
        var response = SipResponse.Create(invite, status, toTag: "telephone");
        response.Headers.Add(SipHeaderName.Contact, $"<sip:2002@127.0.0.1:{port}>").CopyFrom(invite.Headers, SipHeaderName.RecordRoute);
        if (status == 200) response.SetBody("v=0\r\n", "application/sdp");
        return response;
    }

    private static async Task<SipRequest> RequestAsync(UdpPeer peer, string method)
    {
        while (true)
        {
            if (await peer.ReceiveAsync() is SipRequest request && request.Method == method) return request;
        }
    }

    /// <summary>Everything up to the BYE.</summary>
    private static async Task<(SipRequest Bye, IReadOnlyList<(string Method, string? Branch)> Branches)> EndedAsync(UdpPeer peer)
    {
        var seen = new HashSet<(string, string?)>();
        while (true)
        {
            if (await peer.ReceiveAsync() is not SipRequest request) continue;
            seen.Add((request.Method, request.TopVia!.Branch));
            if (request.Method == SipMethod.Bye) return (request, [.. seen]);
        }
    }
}
