using System.Net;
using Portal.Sip.Authentication;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>Peers that calls are exchanged with: targets, health, admission, channels.</summary>
public class Trunks
{
    private const string One = "sip:192.0.2.11", Two = "sip:192.0.2.12";

    private sealed class Least : Random
    {
        public override double NextDouble() => 0;
    }

    private static TrunkOptions Options(params string[] targets) => new() { Name = "carrier", Targets = [.. targets.Select(SipUri.Parse)], Random = new Least() };

    private static SipRequest Invite(string number = "2001")
    {
        var uri = SipUri.Parse($"sip:{number}@carrier.example");
        var invite = SipRequest.Create(SipMethod.Invite, uri, new NameAddr(SipUri.Parse("sip:4420@carrier.example")), new NameAddr(uri));
        invite.SetBody("v=0\r\n", "application/sdp");
        return invite;
    }

    private static async Task<IReadOnlyList<SipRequest>> ProbesAsync(Bench bench, int count)
    {
        await Eventually.TrueAsync(() => bench.Wire.Requests.Count(r => r.Method == SipMethod.Options) >= count);
        return [.. bench.Wire.Requests.Where(r => r.Method == SipMethod.Options)];
    }

    /// <summary>A bench on which two targets are asked; the second always answers.</summary>
    private static async Task<(Bench, Trunk, List<TrunkTarget> Told)> StartedAsync(TrunkOptions options)
    {
        var bench = new Bench();
        var trunk = new Trunk(bench.Endpoint, options);
        var told = new List<TrunkTarget>();
        trunk.Changed += target => { lock (told) told.Add(target); };
        trunk.Start();
        await ProbesAsync(bench, 2);
        return (bench, trunk, told);
    }

    private static void AnswerProbes(Bench bench, string target, int status)
    {
        foreach (var probe in bench.Wire.Requests.Where(r => r.Method == SipMethod.Options && r.Uri.ToString() == target)) bench.Wire.Receive(SipResponse.Create(probe, status));
    }

    [Fact]
    public async Task Take_a_target_out_that_does_not_answer_and_put_it_back_in_when_it_does()
    {
        var (bench, trunk, told) = await StartedAsync(Options(One, Two));
        await using var _ = bench;
        AnswerProbes(bench, Two, 404); // an answer is an answer
        await Eventually.TrueAsync(() => trunk.Targets[1].StatusCode == 404);
        bench.Wait(4.1);
        await Eventually.TrueAsync(() => trunk.Targets[0].StatusCode == 408);
        trunk.Targets[0].IsUp.ShouldBeTrue(); // once is not yet dead

        await Eventually.PassesAsync(() =>
        {
            bench.Wait(1);
            AnswerProbes(bench, Two, 200);
            trunk.Targets[0].IsUp.ShouldBeFalse();
            return Task.CompletedTask;
        });
        trunk.Targets[1].IsUp.ShouldBeTrue();
        bench.Wire.Forget();
        var call = (await trunk.CreateCallAsync(Invite())).Session!;
        call.Start();
        bench.Wire.SentTo.Single().Remote.Address.ToString().ShouldBe("192.0.2.12");
        call.Cancel();

        await Eventually.PassesAsync(() =>
        {
            bench.Wait(1);
            AnswerProbes(bench, One, 200);
            AnswerProbes(bench, Two, 200);
            trunk.Targets[0].IsUp.ShouldBeTrue();
            return Task.CompletedTask;
        });
        await Eventually.TrueAsync(() => { lock (told) return told is [{ IsUp: false }, { IsUp: true }]; });
        told.ShouldAllBe(target => target.Uri.ToString() == One);
        await trunk.DisposeAsync();
    }

    [Fact]
    public void Count_failures_in_a_row_only()
    {
        var at = DateTimeOffset.UnixEpoch;
        var target = new Portal.Sip.Trunks.TrunkTargetHealth(SipUri.Parse(One), at, new WheelTimer(() => { }));
        target.Fail(408, 2, at).ShouldBeNull();
        target.Answer(200, TimeSpan.FromMilliseconds(3), at).ShouldBeNull();
        target.Fail(408, 2, at).ShouldBeNull();
        target.Now.IsUp.ShouldBeTrue();
        target.Fail(408, 2, at.AddSeconds(9)).ShouldBe(new TrunkTarget(SipUri.Parse(One), false, at.AddSeconds(9), 408));
        target.Fail(408, 2, at.AddSeconds(10)).ShouldBeNull(); // told once
        target.Answer(200, null, at.AddSeconds(11))!.IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task Send_a_call_on_when_a_target_is_silent_or_busy_and_count_silence_only()
    {
        var (bench, trunk, _) = await StartedAsync(Options(One, Two) with { FailuresUntilOut = 1 });
        await using var __ = bench;
        AnswerProbes(bench, One, 200);
        AnswerProbes(bench, Two, 200);
        await Eventually.TrueAsync(() => trunk.Targets.All(target => target.StatusCode == 200));
        bench.Wire.Forget();

        var busy = (await trunk.CreateCallAsync(Invite())).Session!;
        busy.Start();
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[0], 503));
        bench.Wire.SentTo[^1].Remote.Address.ToString().ShouldBe("192.0.2.12");
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests[^1], 486));
        (await busy.Final).StatusCode.ShouldBe(486);
        trunk.Targets.ShouldAllBe(target => target.IsUp);

        bench.Wire.Forget();
        var silent = (await trunk.CreateCallAsync(Invite())).Session!;
        silent.Start();
        bench.Wait(4.1);
        bench.Wire.SentTo[^1].Remote.Address.ToString().ShouldBe("192.0.2.12");
        trunk.Targets.Select(target => target.IsUp).ShouldBe([false, true]);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.Last(r => r.IsInvite), 200));
        (await silent.Final).StatusCode.ShouldBe(200);
    }

    [Fact]
    public async Task Refuse_a_call_at_once_when_every_target_is_out()
    {
        var (bench, trunk, _) = await StartedAsync(Options(One, Two) with { FailuresUntilOut = 1 });
        await using var __ = bench;
        AnswerProbes(bench, One, 503);
        AnswerProbes(bench, Two, 503);
        await Eventually.TrueAsync(() => trunk.Targets.All(target => !target.IsUp));
        (await trunk.CreateCallAsync(Invite())).ShouldBe(new TrunkCall(null, TrunkRefusal.NoTarget));
        trunk.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Ask_nobody_and_give_up_nobody_where_probing_is_off()
    {
        await using var bench = new Bench();
        await using var trunk = new Trunk(bench.Endpoint, Options(One, Two) with { ProbeEvery = TimeSpan.Zero, FailuresUntilOut = 1 });
        trunk.Start();
        for (var i = 0; i < 3; i++)
        {
            var call = (await trunk.CreateCallAsync(Invite())).Session!;
            call.Start();
            bench.Wait(40);
            (await call.Final).StatusCode.ShouldBe(408);
        }
        trunk.Targets.ShouldAllBe(target => target.IsUp);
        bench.Wire.Requests.ShouldAllBe(request => request.IsInvite);
    }

    [Fact]
    public async Task Count_calls_of_both_directions_against_the_limit()
    {
        Trunk? trunk = null;
        InviteUasSession? inbound = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t =>
        {
            if (trunk!.Accept((InviteServerTransaction)t) is { } session) inbound = session;
        }));
        trunk = new Trunk(bench.Endpoint, Options("sip:192.0.2.77:5062") with { MaxCalls = 2, Sources = [IPNetwork.Parse("192.0.2.0/24")] });
        var outbound = (await trunk.CreateCallAsync(Invite())).Session!;
        outbound.Start();
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        inbound.ShouldNotBeNull();
        trunk.Calls.ShouldBe(2);

        (await trunk.CreateCallAsync(Invite())).ShouldBe(new TrunkCall(null, TrunkRefusal.Full));
        var second = bench.FromPhone(SipMethod.Invite, "z9hG4bKsecond");
        second.Headers["Call-ID"] = "call-2";
        bench.Wire.Receive(second);
        var full = bench.Wire.Responses[^1];
        (full.StatusCode, full.Headers["Reason"]).ShouldBe((503, "Q.850;cause=34;text=\"No circuit available\""));

        inbound.Reject(486);
        await Eventually.TrueAsync(() => trunk.Calls == 1);
        bench.Wire.Receive(Bench.Answer(bench.Wire.Requests.First(r => r.IsInvite), 404));
        await Eventually.TrueAsync(() => trunk.Calls == 0);

        // One that was made but is not wanted any more.
        (await trunk.CreateCallAsync(Invite())).Session!.Cancel();
        await Eventually.TrueAsync(() => trunk.Calls == 0);
    }

    [Theory]
    [InlineData("192.0.2.0/28", false)]
    [InlineData("192.0.2.64/26", true)]
    public async Task Take_calls_from_the_peers_networks_only(string network, bool admitted)
    {
        Trunk? trunk = null;
        await using var bench = new Bench(handlers: new Handler(SipMethod.Invite, t => trunk!.Accept((InviteServerTransaction)t)?.Reject(480)));
        trunk = new Trunk(bench.Endpoint, Options(One) with { Sources = [IPNetwork.Parse(network)] });
        bench.Wire.Receive(bench.FromPhone(SipMethod.Invite));
        bench.Wire.Responses.Single().StatusCode.ShouldBe(admitted ? 480 : 403);
    }

    [Fact]
    public async Task Know_the_addresses_of_their_targets()
    {
        await using var bench = new Bench();
        await using var trunk = new Trunk(bench.Endpoint, Options("sip:192.0.2.77:5062") with { ProbeEvery = TimeSpan.Zero });
        trunk.IsFrom(bench.Wire.PhoneFlow).ShouldBeFalse();
        trunk.Start();
        await Eventually.TrueAsync(() => trunk.IsFrom(bench.Wire.PhoneFlow));
        trunk.IsFrom(new SipFlow(SipTransportKind.Udp, IPEndPoint.Parse("192.0.2.78:5062"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Ask_a_peer_for_its_password_where_it_has_one()
    {
        Trunk? trunk = null;
        await using var server = new LiveServer(handlers: new Handler(SipMethod.Invite, t => trunk!.Accept((InviteServerTransaction)t)?.Reject(480)));
        var login = new TrunkLogin(new DigestAuthenticator(), DigestCredential.FromPassword("office", "us", "secret"));
        trunk = new Trunk(server.Endpoint, Options() with { Login = login });
        await using var peer = new LiveServer();
        foreach (var (credentials, expected) in new[] { (DigestCredentials.FromPassword("office", "secret"), 480), (DigestCredentials.FromPassword("office", "guess"), 401), (DigestCredentials.FromPassword("other", "secret"), 401), (null, 401) })
        {
            var call = peer.Endpoint.CreateUacSession(Invite(), [new SipFlow(SipTransportKind.Udp, server.Address)], credentials: credentials);
            call.Start();
            (await call.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(expected);
        }
        trunk.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task Call_by_the_registrations_account_and_route()
    {
        await using var bench = new Bench();
        await using var trunk = new Trunk(bench.Endpoint, Options() with
        {
            ProbeEvery = TimeSpan.Zero,
            Registration = new OutboundRegistrationOptions
            {
                Registrar = SipUri.Parse("sip:192.0.2.77:5062"), AddressOfRecord = SipUri.Parse("sip:4420@carrier.example"), Credentials = DigestCredentials.FromPassword("4420", "secret"),
            },
        });
        trunk.Start();
        await Eventually.TrueAsync(() => bench.Wire.Requests.Count == 1);
        var ok = SipResponse.Create(bench.Wire.Requests[0], 200);
        ok.Headers.Add(SipHeaderName.Expires, "3600").Add(SipHeaderName.ServiceRoute, "<sip:edge.carrier.example;lr>");
        bench.Wire.Receive(ok);
        await Eventually.TrueAsync(() => trunk.Registration!.Status.State == OutboundRegistrationState.Registered);
        trunk.IsFrom(bench.Wire.PhoneFlow).ShouldBeTrue();

        var call = (await trunk.CreateCallAsync(Invite(), "4420")).Session!;
        call.Start();
        var invite = bench.Wire.Requests[^1];
        invite.Headers["Route"].ShouldBe("<sip:edge.carrier.example;lr>");
        invite.Contact!.Uri.User.ShouldBe("4420");
        var challenge = Bench.Answer(invite, 407);
        challenge.Headers.Add(SipHeaderName.ProxyAuthenticate, "Digest realm=\"carrier\", nonce=\"n\", qop=\"auth\"");
        bench.Wire.Receive(challenge);
        var again = bench.Wire.Requests[^1];
        (again.CallId, again.CSeq.Number).ShouldBe((invite.CallId, 2u));
        again.Headers["Proxy-Authorization"]!.ShouldContain("username=\"4420\"");
        again.Headers["Route"].ShouldBe("<sip:edge.carrier.example;lr>");
        call.Cancel();
        bench.Wait(40);
        var stopping = trunk.DisposeAsync().AsTask();
        await Eventually.PassesAsync(() =>
        {
            bench.Wait(1);
            stopping.IsCompleted.ShouldBeTrue();
            return Task.CompletedTask;
        });
    }
}
