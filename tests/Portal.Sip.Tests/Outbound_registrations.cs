using System.Net;
using Portal.Sip.Authentication;
using Portal.Sip.Outbound;
using Portal.Sip.Registration;
using Portal.Testing;

namespace Portal.Sip.Tests;

/// <summary>An account of ours with somebody's registrar, RFC 3261 §10.2 and RFC 5626.</summary>
public class Outbound_registrations
{
    private const string Server = "sip:192.0.2.77:5062";
    private const string Challenge = "Digest realm=\"carrier\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    private static OutboundRegistrationOptions Options(string server = Server) => new()
    {
        Registrar = SipUri.Parse(server),
        AddressOfRecord = SipUri.Parse("sip:4420@carrier.example"),
        Credentials = DigestCredentials.FromPassword("4420", "secret"),
        Random = new Least(),
    };

    /// <summary>Draws the least: waits are then as short as they can be.</summary>
    private sealed class Least : Random
    {
        public override double NextDouble() => 0;
    }

    private static async Task<SipRequest> NextAsync(Bench bench, int count)
    {
        await Eventually.TrueAsync(() => bench.Wire.Requests.Count >= count);
        return bench.Wire.Requests[count - 1];
    }

    private static SipResponse Ok(SipRequest request, int expires, Action<SipResponse>? more = null)
    {
        var response = SipResponse.Create(request, 200);
        response.Headers.Add(SipHeaderName.Contact, request.Contact!.With(SipParameters.Empty.With("expires", $"{expires}")).ToString());
        more?.Invoke(response);
        return response;
    }

    private static SipResponse Refused(SipRequest request, string challenge)
    {
        var response = SipResponse.Create(request, 401);
        response.Headers.Add(SipHeaderName.WwwAuthenticate, challenge);
        return response;
    }

    private static Task StateAsync(OutboundRegistration registration, OutboundRegistrationState state) => Eventually.TrueAsync(() => registration.Status.State == state);

    /// <summary>Moves the clock to just before, and then to, the next attempt.</summary>
    private static async Task<SipRequest> AtNextAttemptAsync(Bench bench, OutboundRegistration registration)
    {
        var sent = bench.Wire.Requests.Count;
        bench.Clock.AdvanceTo(registration.Status.NextAttempt!.Value - TimeSpan.FromMilliseconds(100));
        bench.Wire.Requests.Count.ShouldBe(sent);
        bench.Wait(0.2);
        return await NextAsync(bench, sent + 1);
    }

    [Fact]
    public async Task Answer_the_challenge_and_refresh_in_time_with_the_next_count()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        registration.Start();
        var first = await NextAsync(bench, 1);
        first.To.Uri.ToString().ShouldBe("sip:4420@carrier.example");
        first.Uri.ToString().ShouldBe(Server);
        first.Contact!.ToString().ShouldBe("<sip:4420@192.0.2.1:5060>;expires=3600");
        first.Headers.HasToken(SipHeaderName.Supported, "path").ShouldBeTrue();
        bench.Wire.Receive(Refused(first, Challenge));

        var second = await NextAsync(bench, 2);
        second.CallId.ShouldBe(first.CallId);
        second.CSeq.Number.ShouldBe(2u);
        second.Headers["Authorization"]!.ShouldContain("nc=00000001");
        bench.Wire.Receive(Ok(second, 100));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        registration.Status.ExpiresAt.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(100));
        registration.Status.NextAttempt.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(50));

        var refresh = await AtNextAttemptAsync(bench, registration);
        refresh.CSeq.Number.ShouldBe(3u);
        refresh.CallId.ShouldBe(first.CallId);
        refresh.Headers["Authorization"]!.ShouldContain("nc=00000002");
        bench.Wire.Receive(Ok(refresh, 3600));
        await Eventually.TrueAsync(() => registration.Status.ExpiresAt == bench.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        registration.Status.NextAttempt.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromMinutes(50));
    }

    [Fact]
    public async Task Take_a_new_nonce_and_no_wrong_password_twice()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        registration.Start();
        bench.Wire.Receive(Refused(await NextAsync(bench, 1), Challenge));
        bench.Wire.Receive(Refused(await NextAsync(bench, 2), Challenge.Replace("n1", "n2") + ", stale=true"));
        var third = await NextAsync(bench, 3);
        third.Headers["Authorization"]!.ShouldContain("nonce=\"n2\"");
        third.Headers.CountOf(SipHeaderName.Authorization).ShouldBe(1);
        bench.Wire.Receive(Refused(third, Challenge.Replace("n1", "n3")));

        await StateAsync(registration, OutboundRegistrationState.Failed);
        registration.Status.StatusCode.ShouldBe(401);
        bench.Wire.Requests.Count.ShouldBe(3);
        registration.Status.NextAttempt.ShouldBe(bench.Clock.GetUtcNow() + TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Ask_for_as_long_as_the_registrar_demands()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options() with { Expires = TimeSpan.FromSeconds(60) });
        registration.Start();
        var brief = SipResponse.Create(await NextAsync(bench, 1), 423);
        brief.Headers.Add(SipHeaderName.MinExpires, "600");
        bench.Wire.Receive(brief);
        var second = await NextAsync(bench, 2);
        second.Expires.ShouldBe(600u);
        second.Contact!.Parameters["expires"].ShouldBe("600");
        bench.Wire.Receive(Ok(second, 600));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        (await AtNextAttemptAsync(bench, registration)).Expires.ShouldBe(600u);
    }

    [Fact]
    public async Task Do_not_promise_to_stay_for_ever()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        registration.Start();
        var brief = SipResponse.Create(await NextAsync(bench, 1), 423);
        brief.Headers.Add(SipHeaderName.MinExpires, "4000000000");
        bench.Wire.Receive(brief);
        await StateAsync(registration, OutboundRegistrationState.Failed);
        registration.Status.StatusCode.ShouldBe(423);
    }

    [Fact]
    public async Task Go_to_the_next_server_and_stay_there_while_it_serves()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options() with { Servers = [SipUri.Parse("sip:192.0.2.11"), SipUri.Parse("sip:192.0.2.12")] });
        registration.Start();
        bench.Wire.Receive(SipResponse.Create(await NextAsync(bench, 1), 503));
        bench.Wire.Receive(Ok(await NextAsync(bench, 2), 100));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        bench.Wire.Receive(SipResponse.Create(await AtNextAttemptAsync(bench, registration), 500));
        bench.Wire.Receive(Ok(await NextAsync(bench, 4), 100));
        bench.Wire.SentTo.Select(flow => flow.Remote.Address.ToString()).ShouldBe(["192.0.2.11", "192.0.2.12", "192.0.2.12", "192.0.2.11"]);
        await Eventually.TrueAsync(() => registration.Status.Server?.Remote.Address.ToString() == "192.0.2.11");
    }

    [Fact]
    public async Task Wait_longer_with_every_failure_and_as_long_as_told()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        registration.Start();
        var waits = new List<double>();
        for (var i = 1; i <= 9; i++)
        {
            var answer = SipResponse.Create(await NextAsync(bench, i), i == 9 ? 503 : 403);
            if (i == 9) answer.Headers.Add(SipHeaderName.RetryAfter, "1800 (maintenance)");
            var before = registration.Status.NextAttempt;
            bench.Wire.Receive(answer);
            await Eventually.TrueAsync(() => registration.Status.State == OutboundRegistrationState.Failed && registration.Status.NextAttempt != before);
            waits.Add((registration.Status.NextAttempt!.Value - bench.Clock.GetUtcNow()).TotalSeconds);
            if (i < 9) await AtNextAttemptAsync(bench, registration);
        }
        waits.ShouldBe([15, 30, 60, 120, 240, 480, 900, 900, 1800]);
    }

    [Fact]
    public void Spread_their_attempts()
    {
        var random = new Random(1);
        var waits = Enumerable.Range(0, 1000).Select(_ => RetryDelay.After(3, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30), random).TotalSeconds).ToList();
        waits.ShouldAllBe(wait => wait >= 60 && wait <= 120);
        (waits.Max() - waits.Min()).ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task Unregister_when_they_end()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        var told = new List<OutboundRegistrationState>();
        registration.Changed += status => { lock (told) told.Add(status.State); };
        registration.Start();
        bench.Wire.Receive(Ok(await NextAsync(bench, 1), 100));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        var stopping = registration.StopAsync();
        var last = await NextAsync(bench, 2);
        last.Expires.ShouldBe(0u);
        last.Contact!.Parameters["expires"].ShouldBe("0");
        bench.Wire.Receive(SipResponse.Create(last, 200));
        await stopping;
        registration.Status.State.ShouldBe(OutboundRegistrationState.Stopped);
        bench.Wait(4000);
        bench.Wire.Requests.Count.ShouldBe(2);
        await Eventually.TrueAsync(() => { lock (told) return told is [OutboundRegistrationState.Registering, OutboundRegistrationState.Registered, OutboundRegistrationState.Stopped]; });
    }

    [Fact]
    public async Task Learn_the_service_route_and_name_their_instance()
    {
        await using var bench = new Bench(SipTransportKind.Tcp);
        var registration = new OutboundRegistration(bench.Endpoint, Options(Server + ";transport=tcp") with { InstanceId = "urn:uuid:00000000-0000-1000-8000-000a95a0e128" });
        registration.Start();
        var request = await NextAsync(bench, 1);
        request.Contact!.ToString().ShouldBe("<sip:4420@192.0.2.1:5060;transport=tcp>;expires=3600;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000a95a0e128>\";reg-id=1");
        request.Headers.HasToken(SipHeaderName.Supported, "outbound").ShouldBeTrue();
        bench.Wire.Receive(Ok(request, 100, ok => ok.Headers.Add(SipHeaderName.ServiceRoute, "<sip:p1.carrier.example;lr>, <sip:p2.carrier.example;lr>")));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        var message = SipRequest.Create(SipMethod.Message, SipUri.Parse("sip:1@carrier.example"), new NameAddr(registration.AddressOfRecord), new NameAddr(SipUri.Parse("sip:1@carrier.example")));
        registration.Route(message);
        message.Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:p1.carrier.example;lr>", "<sip:p2.carrier.example;lr>"]);
    }

    [Fact]
    public async Task Notice_that_a_server_no_longer_answers_pings()
    {
        await using var bench = new Bench(SipTransportKind.Tcp);
        var registration = new OutboundRegistration(bench.Endpoint, Options(Server + ";transport=tcp"));
        registration.Start();
        bench.Wire.Receive(Ok(await NextAsync(bench, 1), 3600, ok => ok.Headers.Add("Flow-Timer", "50")));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        bench.Wait(40.1);
        bench.Wire.Pings.ShouldBe(1);
        bench.Wire.Pong();
        bench.Wait(30);
        registration.Status.State.ShouldBe(OutboundRegistrationState.Registered);
        bench.Wait(10.1);
        bench.Wire.Pings.ShouldBe(2);
        bench.Wait(10.1);
        registration.Status.State.ShouldBe(OutboundRegistrationState.Registering);
        bench.Wait(0.1);
        bench.Wire.Receive(Ok(await NextAsync(bench, 2), 3600));
        await StateAsync(registration, OutboundRegistrationState.Registered);
    }

    [Fact]
    public async Task Do_not_take_silence_for_death_where_nobody_promised_to_answer()
    {
        await using var bench = new Bench(SipTransportKind.Tcp);
        var registration = new OutboundRegistration(bench.Endpoint, Options(Server + ";transport=tcp"));
        registration.Start();
        bench.Wire.Receive(Ok(await NextAsync(bench, 1), 3600));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        bench.Wait(400);
        bench.Wire.Pings.ShouldBe(4);
        registration.Status.State.ShouldBe(OutboundRegistrationState.Registered);
        bench.Wire.Close();
        registration.Status.State.ShouldBe(OutboundRegistrationState.Registering);
        bench.Wait(0.1);
        await NextAsync(bench, 2);
    }

    [Fact]
    public async Task Keep_a_NAT_open_over_UDP()
    {
        await using var bench = new Bench();
        var registration = new OutboundRegistration(bench.Endpoint, Options());
        registration.Start();
        bench.Wire.Receive(Ok(await NextAsync(bench, 1), 3600));
        await StateAsync(registration, OutboundRegistrationState.Registered);
        bench.Wait(100);
        bench.Wire.Pings.ShouldBe(4);
    }

    [Theory, InlineData("udp"), InlineData("tcp")]
    public async Task Work_with_our_own_registrar_and_move_when_a_server_goes(string transport)
    {
        var accounts = new Accounts();
        var (one, two) = (new LiveServer(handlers: accounts), new LiveServer(handlers: accounts));
        await using var client = new LiveServer();
        var registration = new OutboundRegistration(client.Endpoint, Options() with
        {
            AddressOfRecord = SipUri.Parse("sip:4420@127.0.0.1"),
            Servers = [SipUri.Parse($"sip:{one.Address};transport={transport}"), SipUri.Parse($"sip:{two.Address};transport={transport}")],
        });
        registration.Start();
        await StateAsync(registration, OutboundRegistrationState.Registered);
        registration.Status.Server!.Remote.ShouldBe(one.Address);
        accounts.Store.Find("4420").Single().Contact.User.ShouldBe("4420");
        if (transport == "tcp")
        {
            await one.DisposeAsync();
            await Eventually.TrueAsync(() => registration.Status is { State: OutboundRegistrationState.Registered, Server.Remote.Port: var port } && port == two.Address.Port);
        }
        await registration.DisposeAsync();
        accounts.Store.Find("4420").ShouldBeEmpty();
        await one.DisposeAsync();
        await two.DisposeAsync();
    }

    [Theory]
    [InlineData("TCP", "outbound", ";reg-id=1", true)]
    [InlineData("TCP", "outbound", "", false)]
    [InlineData("TCP", "path", ";reg-id=1", false)]
    [InlineData("UDP", "outbound", ";reg-id=1", false)] // nobody here answers STUN
    public async Task Are_promised_a_living_flow_by_our_registrar(string transport, string supported, string flow, bool promised)
    {
        await using var server = new LiveServer(handlers: new Accounts());
        await using var client = new LiveServer();
        var aor = new NameAddr(SipUri.Parse("sip:4420@127.0.0.1"));
        var request = SipRequest.Create(SipMethod.Register, SipUri.Parse($"sip:{server.Address};transport={transport}"), aor, aor);
        request.Headers.Add(SipHeaderName.Supported, supported).Add(SipHeaderName.Contact, $"<sip:4420@{client.Address};transport={transport}>;+sip.instance=\"<urn:uuid:1>\"{flow}");
        var answer = await client.Endpoint.SendRequestAsync(request, DigestCredentials.FromPassword("4420", "secret")).WaitAsync(Eventually.Deadline);
        answer.StatusCode.ShouldBe(200);
        answer.Headers.HasToken(SipHeaderName.Require, "outbound").ShouldBe(promised);
        answer.Headers["Flow-Timer"].ShouldBe(promised ? "120" : null);
    }

    /// <summary>A registrar with one account.</summary>
    private sealed class Accounts : ISipRequestHandler
    {
        private readonly DigestAuthenticator _digest = new(new DigestOptions());
        private readonly Registrar _registrar;

        public Accounts() => _registrar = new Registrar(Store, new RegistrarOptions(), TimeProvider.System);

        public InMemoryLocationStore Store { get; } = new(TimeProvider.System);
        public string Method => SipMethod.Register;

        public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
        {
            var result = _digest.Authenticate(transaction.Request, "carrier", false, user => DigestCredential.FromPassword(user, "carrier", "secret"), out _);
            if (result is DigestResult.Ok)
            {
                transaction.Respond(_registrar.Process(transaction, "4420"));
                return default;
            }
            var challenge = transaction.CreateResponse(401);
            _digest.Challenge(challenge, transaction.Request, "carrier", stale: result is DigestResult.Stale);
            transaction.Respond(challenge);
            return default;
        }
    }
}
