using Portal.Sip.Proxying;

namespace Portal.Sip.Tests;

public class Proxying_forks
{
    [Fact]
    public async Task To_all_of_the_same_preference_at_once()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21) with { Routes = ["<sip:192.0.2.40;lr>", "<sip:192.0.2.41;lr>"] }, ProxyBench.Phone(22));
        var invite = ProxyBench.Request();
        invite.Headers.Add(SipHeaderName.Require, "something-new");
        invite.SetBody("v=0\r\n", "application/sdp");
        bench.Wire.Receive(invite);
        var copies = bench.Copies();
        copies.Select(c => c.Uri.Host).ShouldBe(["192.0.2.20", "192.0.2.21", "192.0.2.22"]);
        copies[1].Headers.Values(SipHeaderName.Route).ShouldBe(["<sip:192.0.2.40;lr>", "<sip:192.0.2.41;lr>"]);
        copies.ShouldAllBe(c => c.MaxForwards == 69 && c.BodyText == "v=0\r\n" && c.Headers[SipHeaderName.Require] == "something-new");
        copies.ShouldAllBe(c => c.Headers[SipHeaderName.UserAgent] == null);
        copies.ShouldAllBe(c => c.Headers.CountOf(SipHeaderName.Via) == 2);
        copies.Select(c => c.TopVia!.Branch).Distinct().Count().ShouldBe(3);
        copies.ShouldAllBe(c => c.Headers.Values(SipHeaderName.RecordRoute).Count == 1);
        bench.Wait(0.2);
        bench.Wire.Responses.Single().StatusCode.ShouldBe(100);
    }

    [Fact]
    public async Task To_a_lower_preference_after_the_higher_have_failed()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(22, 200), ProxyBench.Phone(20), ProxyBench.Phone(21));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Copies().Select(c => c.Uri.Host).ShouldBe(["192.0.2.20", "192.0.2.21"]);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 486));
        bench.Copies().Count.ShouldBe(2);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 404));
        bench.Copies().Count.ShouldBe(3);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[2], 200));
        bench.Answers.ShouldBe([200]);
    }

    [Fact]
    public async Task To_a_lower_preference_when_the_higher_have_rung_long_enough()
    {
        await using var bench = new ProxyBench();
        bench.Decide = _ => ProxyRoute.To(ProxyBench.Phone(20), ProxyBench.Phone(21, 500)) with { RingTime = TimeSpan.FromSeconds(20) };
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 180));
        bench.Wait(19);
        bench.Copies(SipMethod.Cancel).ShouldBeEmpty();
        bench.Wait(2);
        bench.Copies(SipMethod.Cancel).Single().TopVia!.Branch.ShouldBe(bench.Copies()[0].TopVia!.Branch);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 487));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies().Last(), 486));
        bench.Answers.ShouldBe([180, 486]);
    }

    [Fact]
    public async Task Every_answer_of_200_goes_to_the_caller_and_the_others_stop_ringing()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22));
        bench.Wire.Receive(ProxyBench.Request());
        var copies = bench.Copies();
        bench.Wire.Receive(ProxyBench.Answer(copies[0], 180));
        bench.Wire.Receive(ProxyBench.Answer(copies[1], 183));
        bench.Wire.Receive(ProxyBench.Answer(copies[1], 200));
        bench.Copies(SipMethod.Cancel).Single().Uri.Host.ShouldBe("192.0.2.20");
        bench.Copies(SipMethod.Cancel).Single().Headers[SipHeaderName.Reason]!.ShouldContain("Call completed elsewhere");
        // The third has said nothing yet: its CANCEL waits for a sign of it.
        bench.Wire.Receive(ProxyBench.Answer(copies[2], 180));
        bench.Copies(SipMethod.Cancel).Count.ShouldBe(2);

        bench.Wire.Receive(ProxyBench.Answer(copies[0], 200));
        bench.Wire.Receive(ProxyBench.Answer(copies[1], 200));
        bench.Wire.Receive(ProxyBench.Answer(copies[2], 487));
        bench.Answers.ShouldBe([180, 183, 200, 200, 200]);
        bench.Wire.Responses.Where(r => r.StatusCode == 200 && r.CSeq.Method == SipMethod.Invite).Select(r => r.To.Tag).ShouldBe(["at192.0.2.21", "at192.0.2.20", "at192.0.2.21"]);
        bench.Wire.Responses.ShouldAllBe(r => r.Headers.CountOf(SipHeaderName.Via) == 1);
        bench.Copies(SipMethod.Ack).Single().Uri.Host.ShouldBe("192.0.2.22"); // the failure; a 2xx is the caller's to acknowledge
    }

    [Fact]
    public async Task A_6xx_ends_the_search_but_waits_for_the_others()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22, 100));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 180));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 603));
        bench.Answers.ShouldBe([180]);
        bench.Copies(SipMethod.Cancel).Count.ShouldBe(1);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 487));
        bench.Answers.ShouldBe([180, 603]);
        bench.Copies().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(new[] { 486, 404 }, 486)]
    [InlineData(new[] { 500, 480, 302 }, 302)]
    [InlineData(new[] { 486, 484 }, 484)]
    [InlineData(new[] { 487, 486 }, 486)]
    [InlineData(new[] { 503, 503 }, 500)]
    [InlineData(new[] { 404, 600, 603 }, 600)]
    public async Task The_best_of_the_failures_is_sent_back(int[] statuses, int expected)
    {
        await using var bench = new ProxyBench();
        bench.Ring([.. statuses.Select((_, i) => ProxyBench.Phone(20 + i))]);
        bench.Wire.Receive(ProxyBench.Request());
        for (var i = 0; i < statuses.Length; i++) bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[i], statuses[i]));
        bench.Answers.ShouldBe([expected]);
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task All_challenges_reach_the_caller_in_one()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22));
        bench.Wire.Receive(ProxyBench.Request());
        var first = ProxyBench.Answer(bench.Copies()[0], 407);
        first.Headers.Add(SipHeaderName.ProxyAuthenticate, "Digest realm=\"a\", nonce=\"1\"");
        var second = ProxyBench.Answer(bench.Copies()[1], 401);
        second.Headers.Add(SipHeaderName.WwwAuthenticate, "Digest realm=\"b\", nonce=\"2\"");
        bench.Wire.Receive(first);
        bench.Wire.Receive(second);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[2], 486));
        var challenge = bench.Wire.Responses.Single();
        challenge.StatusCode.ShouldBe(407);
        challenge.Headers.CountOf(SipHeaderName.ProxyAuthenticate).ShouldBe(1);
        challenge.Headers.CountOf(SipHeaderName.WwwAuthenticate).ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_408()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wait(33);
        bench.Answers.Distinct().ShouldBe([408]);
        bench.Endpoint.Live.ClientTransactions.ShouldBe(0);
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task Timer_C_ends_a_branch_that_rings_in_silence()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 180));
        bench.Wait(170);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 180)); // a sign of life begins it anew
        bench.Wait(180);
        bench.Copies(SipMethod.Cancel).ShouldBeEmpty();
        bench.Wait(2);
        bench.Copies(SipMethod.Cancel).Count.ShouldBe(1);
        bench.Wait(33);
        bench.Answers.Distinct().ShouldBe([180, 408]);
    }

    [Fact]
    public async Task The_callers_CANCEL_goes_where_it_rings_and_the_answer_is_the_branchs()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22, 100));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 180));
        var cancel = ProxyBench.Request(SipMethod.Cancel);
        cancel.Headers.Add(SipHeaderName.Reason, "Q.850;cause=16");
        bench.Wire.Receive(cancel);
        bench.Wire.Responses.Last().CSeq.Method.ShouldBe(SipMethod.Cancel);
        bench.Answers.ShouldBe([180]);
        bench.Copies(SipMethod.Cancel).Single().Headers[SipHeaderName.Reason].ShouldBe("Q.850;cause=16");
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 180));
        bench.Copies(SipMethod.Cancel).Count.ShouldBe(2);
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 487));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 487));
        bench.Answers.ShouldBe([180, 180, 487]);
        bench.Copies().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_200_that_crosses_the_CANCEL_reaches_the_caller()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(ProxyBench.Request());
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 180));
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Cancel));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 200));
        bench.Answers.ShouldBe([180, 200]);
        // Its repeats too, until the caller acknowledges.
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 200));
        bench.Answers.ShouldBe([180, 200, 200]);
    }

    [Fact]
    public async Task Other_methods_get_the_first_200_and_never_a_408()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21));
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Message));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies(SipMethod.Message)[0], 180));
        bench.Wire.Responses.ShouldBeEmpty();
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies(SipMethod.Message)[0], 200));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies(SipMethod.Message)[1], 200));
        bench.Wire.Responses.Select(r => r.StatusCode).ShouldBe([200]);

        bench.Wire.Forget();
        bench.Wire.Receive(ProxyBench.Request(SipMethod.Message, "z9hG4bKsecond", cseq: 2));
        bench.Wait(70);
        bench.Wire.Responses.ShouldBeEmpty();
        bench.Endpoint.Live.ServerTransactions.ShouldBe(0);
        bench.Proxy.Live.ShouldBe(0);
    }
}
