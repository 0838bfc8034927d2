using Portal.Sip.Registration;

namespace Portal.Sip.Tests;

public sealed class Registering : IAsyncLifetime
{
    private const string Aor = "sip:2001@acme.localhost";
    private readonly Bench _bench;
    private readonly InMemoryLocationStore _store;
    private readonly List<BindingChange> _changes = [];
    private uint _branch;

    public Registering()
    {
        Registrar? registrar = null;
        _bench = new Bench(handlers: new Handler(SipMethod.Register, t => t.Respond(registrar!.Process(t, t.Request.To.Uri.ToAddressOfRecord().ToString()))));
        _store = new InMemoryLocationStore(_bench.Clock);
        _store.Changed += _changes.Add;
        registrar = new Registrar(_store, new RegistrarOptions { MaxContacts = 3 }, _bench.Clock);
    }

    [Fact]
    public void Keeps_a_contact_with_the_flow_it_came_by()
    {
        var ok = Register(1, "<sip:2001@10.0.0.5:5060>;expires=300;q=0.5", request => request.Headers.Add("User-Agent", "Yealink SIP-T46G 28.83"));
        ok.StatusCode.ShouldBe(200);
        ok.Headers["Contact"].ShouldBe("<sip:2001@10.0.0.5:5060>;expires=300;q=0.5");
        var binding = _store.Find(Aor).Single();
        binding.Flow.Remote.ShouldBe(MemoryTransport.Phone);
        binding.UserAgent.ShouldBe("Yealink SIP-T46G 28.83");
        binding.Quality.ShouldBe(500);
        _changes.Single().Kind.ShouldBe(BindingChangeKind.Added);
    }

    [Fact]
    public void Calls_the_port_of_the_contact_where_no_NAT_is_between()
    {
        Register(1, "<sip:2001@192.0.2.77:5099>");
        _store.Find(Aor).Single().Flow.Remote.Port.ShouldBe(5099);
    }

    [Fact]
    public void Keeps_several_phones_and_lists_all_of_them()
    {
        Register(1, "<sip:2001@10.0.0.5>;q=0.1", callId: "a");
        var ok = Register(1, "<sip:2001@10.0.0.6>, <sip:2001@10.0.0.7;transport=tcp>", callId: "b");
        ok.Headers.Values(SipHeaderName.Contact).Count.ShouldBe(3);
        _store.Find(Aor)[^1].Contact.Host.ShouldBe("10.0.0.5");
        Query().Headers.Values(SipHeaderName.Contact).Count.ShouldBe(3);
    }

    [Fact]
    public void Takes_the_contacts_own_interval_before_the_header_and_the_default_without_either()
    {
        var ok = Register(1, "<sip:a@h1>;expires=120, <sip:a@h2>", request => request.Headers.Add("Expires", "600"));
        ok.Headers.Values(SipHeaderName.Contact).Order().ShouldBe(["<sip:a@h1>;expires=120", "<sip:a@h2>;expires=600"]);
        Register(1, "<sip:a@h3>", callId: "other").Headers.Values(SipHeaderName.Contact).ShouldContain("<sip:a@h3>;expires=3600");
    }

    [Theory]
    [InlineData("<sip:a@h>;expires=280297596632815", "<sip:a@h>;expires=3600")] // malformed: as if absent
    [InlineData("<sip:a@h>;expires=4000000000", "<sip:a@h>;expires=7200")]
    public void Bounds_the_interval(string contact, string answer) => Register(1, contact).Headers["Contact"].ShouldBe(answer);

    [Fact]
    public void Refuses_an_interval_that_is_too_short()
    {
        var answer = Register(1, "<sip:a@h>;expires=59");
        answer.StatusCode.ShouldBe(423);
        answer.Headers["Min-Expires"].ShouldBe("60");
        _store.Find(Aor).ShouldBeEmpty();
    }

    [Fact]
    public void Removes_one_contact_by_expires_0_and_all_by_star()
    {
        Register(1, "<sip:a@h1>, <sip:a@h2>");
        Register(2, "<sip:a@h1>;expires=0").Headers.Values(SipHeaderName.Contact).Count.ShouldBe(1);
        Register(3, "*", request => request.Headers.Add("Expires", "0")).Headers.Values(SipHeaderName.Contact).ShouldBeEmpty();
        _changes.Count(change => change.Kind == BindingChangeKind.Removed).ShouldBe(2);
    }

    [Theory]
    [InlineData("*", null)]
    [InlineData("*", "60")]
    [InlineData("*, <sip:a@h1>", "0")]
    [InlineData("<mailto:a@h1>", "60")]
    [InlineData("sip:user@example.com?Route=%3Csip:sip.example.com%3E", "60")]
    [InlineData("<sip:a@h1", "60")]
    public void Refuses_contacts_that_make_no_sense(string contact, string? expires)
    {
        Register(1, "<sip:kept@h>", callId: "kept");
        Register(1, contact, request => request.Headers["Expires"] = expires).StatusCode.ShouldBe(400);
        _store.Find(Aor).Single().Contact.User.ShouldBe("kept");
    }

    [Fact]
    public void Refuses_an_older_CSeq_of_the_same_CallID_and_changes_nothing()
    {
        Register(5, "<sip:a@h1>;expires=600");
        Register(4, "<sip:a@h2>, <sip:a@h1>;expires=0").StatusCode.ShouldBe(500);
        Register(4, "*", request => request.Headers.Add("Expires", "0")).StatusCode.ShouldBe(500);
        _store.Find(Aor).Single().Contact.Host.ShouldBe("h1");
        Register(1, "<sip:a@h1>;expires=0", callId: "rebooted").StatusCode.ShouldBe(200);
        _store.Find(Aor).ShouldBeEmpty();
    }

    [Fact]
    public void Compares_contacts_as_URIs()
    {
        Register(1, "<sip:%61lice@H1;Transport=tcp>");
        Register(2, "<sip:alice@h1;transport=TCP>").Headers.Values(SipHeaderName.Contact).Count.ShouldBe(1);
        _changes.Select(change => change.Kind).ShouldBe([BindingChangeKind.Added, BindingChangeKind.Refreshed]);
        _changes[1].Binding.RegisteredAt.ShouldBe(_changes[0].Binding.RegisteredAt);
    }

    [Fact]
    public void Knows_a_device_by_its_instance_when_its_address_changes()
    {
        Register(1, "<sip:a@h1>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"", callId: "a");
        Register(1, "<sip:a@h2>;reg-id=1;+sip.instance=\"<urn:uuid:1>\"", callId: "b");
        _store.Find(Aor).Single().Contact.Host.ShouldBe("h2");
    }

    [Fact]
    public void Gives_unknown_parameters_back_where_they_were()
    {
        Register(1, "<sip:a@h1;unknownparam>;other=x").Headers["Contact"].ShouldBe("<sip:a@h1;unknownparam>;other=x;expires=3600");
    }

    [Fact]
    public void Refuses_more_contacts_than_an_address_may_have()
    {
        Register(1, "<sip:a@h1>, <sip:a@h2>, <sip:a@h3>").StatusCode.ShouldBe(200);
        Register(2, "<sip:a@h4>").StatusCode.ShouldBe(403);
        Register(3, "<sip:a@h3>").StatusCode.ShouldBe(200);
    }

    [Fact]
    public void Calls_a_contact_by_the_path_its_registration_took_even_where_it_is_in_reach()
    {
        var ok = Register(1, "<sip:2001@192.0.2.77:5099>", request => request.Headers.Add(SipHeaderName.Path, "<sip:192.0.2.77:5062;lr>"));
        ok.Headers["Path"].ShouldBe("<sip:192.0.2.77:5062;lr>");
        var binding = _store.Find(Aor).Single();
        binding.Flow.Remote.Port.ShouldBe(5062);
        binding.Path.ShouldBe(["<sip:192.0.2.77:5062;lr>"]);
    }

    [Fact]
    public void Forgets_a_contact_when_its_time_is_over()
    {
        Register(1, "<sip:a@h1>;expires=60");
        Register(2, "<sip:a@h2>;expires=90");
        _bench.Wait(61);
        _store.Find(Aor).Single().Contact.Host.ShouldBe("h2");
        _changes.Last().Kind.ShouldBe(BindingChangeKind.Expired);
        Register(3, "<sip:a@h2>;expires=90");
        _bench.Wait(60);
        _store.Find(Aor).Count.ShouldBe(1);
        _bench.Wait(31);
        _store.Count.ShouldBe(0);
    }

    [Fact]
    public void Registering_and_leaving_over_and_over_leaves_nothing_behind()
    {
        uint cseq = 0;
        for (var i = 0; i < 20; i++)
        {
            Register(++cseq, "<sip:a@h1>;expires=600");
            Register(++cseq, "<sip:a@h1>;expires=0");
            _bench.Wait(1);
        }
        for (var i = 0; i < 10; i++)
        {
            Register(++cseq, "<sip:a@h1>;expires=600").StatusCode.ShouldBe(200);
            _bench.Wait(300);
        }
        _store.Find(Aor).Count.ShouldBe(1);
        _store.Watching.ShouldBe(1);
    }

    [Fact]
    public void Restores_what_was_kept()
    {
        Register(1, "<sip:a@h1>;expires=600");
        using var second = new InMemoryLocationStore(_bench.Clock);
        second.Restore(_store.All());
        second.Find(Aor).Single().Flow.ToString().ShouldBe("udp:192.0.2.77:5062");
        SipFlow.TryParse("udp:192.0.2.77:5062", out var flow).ShouldBeTrue();
        flow.ShouldBe(second.Find(Aor)[0].Flow);
        _bench.Wait(601);
        second.Count.ShouldBe(0);
    }

    private SipResponse Register(uint cseq, string contact, Action<SipRequest>? complete = null, string callId = "reg") =>
        Send(cseq, callId, request =>
        {
            request.Headers.Add(SipHeaderName.Contact, contact);
            complete?.Invoke(request);
        });

    private SipResponse Query() => Send(1, "query", _ => { });

    private SipResponse Send(uint cseq, string callId, Action<SipRequest> complete)
    {
        var aor = new NameAddr(SipUri.Parse(Aor));
        var request = SipRequest.Create(SipMethod.Register, SipUri.Parse("sip:acme.localhost"), aor, aor, callId, cseq);
        request.Headers.AddFirst(SipHeaderName.Via, $"SIP/2.0/UDP 192.0.2.77:5062;branch=z9hG4bKreg{++_branch};rport");
        complete(request);
        _bench.Wire.Receive(request);
        return _bench.Wire.Responses.Last();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _store.Dispose();
        await _bench.DisposeAsync();
    }
}
