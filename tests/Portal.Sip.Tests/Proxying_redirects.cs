using Portal.Sip.Proxying;

namespace Portal.Sip.Tests;

public class Proxying_redirects
{
    private static readonly SipProxyOptions Follows = new() { MaxRedirects = 5 };

    [Fact]
    public async Task Are_the_callers_unless_asked_for()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>"));
        bench.Copies().Count.ShouldBe(1);
        bench.Answers.ShouldBe([302]);
        bench.Wire.Responses.Last().Contact!.Uri.ToString().ShouldBe("sip:u@192.0.2.30");
    }

    [Fact]
    public async Task Are_tried_at_once_in_the_place_of_the_telephone_that_gave_them()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22, 100));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30:5080;x=1?Subject=hi>"));
        var copy = bench.Copies()[2];
        copy.Uri.ToString().ShouldBe("sip:u@192.0.2.30:5080;x=1");
        bench.Wire.SentTo[^1].Remote.ToString().ShouldBe("192.0.2.30:5080");
        copy.Headers.Values(SipHeaderName.RecordRoute).Count.ShouldBe(1);
        bench.Answers.ShouldBeEmpty();
        bench.Wire.Receive(ProxyBench.Answer(copy, 200));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 487));
        bench.Answers.ShouldBe([200]);
        bench.Copies().Count.ShouldBe(3);
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task Are_tried_by_their_preference_before_what_waited_already()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21, 100));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.31>;q=0.2, <sip:u@192.0.2.32>;q=0.7, <sip:u@192.0.2.33>;q=0.7"));
        Hosts(bench).ShouldBe(["192.0.2.20", "192.0.2.32", "192.0.2.33"]);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 486));
        bench.Copies().Count.ShouldBe(3);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[2], 486));
        Hosts(bench)[3..].ShouldBe(["192.0.2.31"]);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[3], 480));
        Hosts(bench)[4..].ShouldBe(["192.0.2.21"]);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[4], 404));
        bench.Answers.ShouldBe([486]); // no 302: all of its contacts were tried
    }

    [Fact]
    public async Task Never_lead_to_what_is_in_the_target_set_already()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.21>, <sip:2001@example.test>, <sip:u@192.0.2.30>, <sip:u@192.0.2.30>"));
        Hosts(bench).ShouldBe(["192.0.2.20", "192.0.2.21", "192.0.2.30"]);
        // Round in a ring: ends by itself.
        bench.Wire.Receive(Moved(bench.Copies()[2], "<sip:u@192.0.2.20>"));
        bench.Wire.Receive(Moved(bench.Copies()[1], "<sip:u@192.0.2.30>"));
        bench.Copies().Count.ShouldBe(3);
        bench.Answers.ShouldBe([302]);
        bench.Wire.Responses.Last().Headers.Values(SipHeaderName.Contact).ShouldBe(["<sip:u@192.0.2.21>", "<sip:2001@example.test>"]); // the followed one is taken out
    }

    [Fact]
    public async Task Are_followed_only_so_often_and_the_rest_is_the_callers()
    {
        await using var bench = new ProxyBench(new SipProxyOptions { MaxRedirects = 3 });
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>"));
        bench.Wire.Receive(Moved(bench.Copies()[1], "<sip:u@192.0.2.31>"));
        bench.Wire.Receive(Moved(bench.Copies()[2], "<sip:u@192.0.2.32>, <sip:u@192.0.2.33>"));
        Hosts(bench)[3..].ShouldBe(["192.0.2.32"]);
        bench.Wire.Receive(Moved(bench.Copies()[3], "<sip:u@192.0.2.34>"));
        bench.Copies().Count.ShouldBe(4);
        bench.Answers.ShouldBe([302]);
        bench.Wire.Responses.Last().Contact!.Uri.Host.ShouldBe("192.0.2.33");
    }

    [Fact]
    public async Task Do_not_lead_a_secured_call_to_where_it_is_not()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request(uri: "sips:2001@example.test"));
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>, <tel:112>"));
        bench.Copies().Count.ShouldBe(1);
        bench.Answers.ShouldBe([302]);
    }

    [Theory]
    [InlineData(305)]
    [InlineData(380)]
    public async Task Other_answers_of_the_class_are_left_alone(int status)
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>", status));
        bench.Answers.ShouldBe([status]);
    }

    [Fact]
    public async Task Inside_a_call_are_the_callers()
    {
        await using var bench = new ProxyBench(Follows);
        var (ok, routes) = bench.Connect();
        var reinvite = ProxyBench.Request(SipMethod.Invite, "z9hG4bKagain", "sip:u@192.0.2.20", 2, ok.To.Tag);
        foreach (var route in routes) reinvite.Headers.Add(SipHeaderName.Route, route);
        bench.Wire.Receive(reinvite);
        bench.Wire.Receive(Moved(bench.Copies()[1], "<sip:u@192.0.2.30>"));
        bench.Copies().Count.ShouldBe(2);
        bench.Answers.ShouldBe([200, 302]);
    }

    [Fact]
    public async Task Go_where_the_user_says_and_nowhere_when_it_says_nothing()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Redirect = contact => contact.Uri.User == "2003" ? [ProxyBench.Phone(40), ProxyBench.Phone(41)] : [];
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:2003@example.test>, <sip:+4490@expensive.test>"));
        Hosts(bench)[1..].ShouldBe(["192.0.2.40", "192.0.2.41"]);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 486));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[2], 486));
        bench.Answers.ShouldBe([302]);
        bench.Wire.Responses.Last().Headers.Values(SipHeaderName.Contact).ShouldBe(["<sip:+4490@expensive.test>"]);
    }

    [Fact]
    public async Task A_mistake_of_the_user_is_a_500_and_the_others_stop_ringing()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Redirect = _ => throw new InvalidOperationException("broken");
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 180));
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>"));
        bench.Answers.ShouldBe([180, 500]);
        bench.Copies(SipMethod.Cancel).Count.ShouldBe(1);
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_when_the_caller_hangs_up()
    {
        await using var bench = new ProxyBench(Follows);
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(Moved(bench.Copies()[0], "<sip:u@192.0.2.30>;q=0.9, <sip:u@192.0.2.31>;q=0.1"));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 180));
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Cancel));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 487));
        bench.Copies().Count.ShouldBe(2);
        bench.Answers.ShouldBe([180, 487]);
    }

    private static List<string> Hosts(ProxyBench bench) => [.. bench.Copies().Select(copy => copy.Uri.Host)];

    private static SipResponse Moved(SipRequest copy, string contacts, int status = 302)
    {
        var response = ProxyBench.Answer(copy, status);
        response.Headers.Remove(SipHeaderName.Contact);
        response.Headers.Add(SipHeaderName.Contact, contacts);
        return response;
    }
}
