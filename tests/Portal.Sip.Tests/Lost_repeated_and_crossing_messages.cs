using static Portal.Sip.Tests.SippScript;

namespace Portal.Sip.Tests;

/// <summary>What networks do to calls through the forking proxy and through the B2BUA.</summary>
public class Lost_repeated_and_crossing_messages : CallsOfSipp
{
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
