using Portal.Sip.Proxying;

namespace Portal.Sip.Tests;

/// <summary>Max-Breadth (RFC 5393 §5).</summary>
public class Proxying_breadth
{
    [Theory]
    [InlineData(null, 60, new[] { 60 })]
    [InlineData("7", 60, new[] { 7 })]
    [InlineData("7", 60, new[] { 3, 2, 2 })]
    [InlineData("4000000000", 60, new[] { 20, 20, 20 })]
    [InlineData("99", 10, new[] { 4, 3, 3 })]
    [InlineData("3", 60, new[] { 1, 1, 1 })]
    public async Task Is_divided_among_parallel_branches_and_never_grows(string? received, int most, int[] shares)
    {
        await using var bench = new ProxyBench(new SipProxyOptions { MaxBreadth = most });
        bench.Ring([.. shares.Select((_, i) => ProxyBench.Phone(20 + i))]);
        bench.Wire.Receive(Request(received));
        bench.Copies().Select(copy => copy.Headers.Values(SipHeaderName.MaxBreadth).ShouldHaveSingleItem()).ShouldBe(shares.Select(share => share.ToString()));
    }

    [Fact]
    public async Task Is_free_again_for_those_that_are_tried_later()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21), ProxyBench.Phone(22, 100));
        bench.Wire.Receive(Request("2"));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[0], 486));
        bench.Wire.Receive(ProxyBench.Answer(bench.Copies()[1], 486));
        Breadths(bench).ShouldBe(["1", "1", "2"]);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0")]
    public async Task Too_little_of_it_is_440_and_nothing_is_sent(string received)
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(19), ProxyBench.Phone(20, 100), ProxyBench.Phone(21, 100));
        bench.Wire.Receive(Request(received));
        bench.Copies().ShouldBeEmpty();
        bench.Answers.ShouldBe([440]);
        bench.Wire.Responses.Last().Reason.ShouldBe("Max-Breadth Exceeded");
        bench.Proxy.Live.ShouldBe(0);
    }

    [Fact]
    public async Task Of_none_does_not_even_reach_one()
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(Request("0"));
        bench.Answers.ShouldBe([440]);
    }

    [Theory]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("5, 6")]
    public async Task That_cannot_be_read_is_400(string received)
    {
        await using var bench = new ProxyBench();
        bench.Ring(ProxyBench.Phone(20));
        bench.Wire.Receive(Request(received));
        bench.Answers.ShouldBe([400]);
    }

    [Fact]
    public async Task Of_a_telephone_that_redirects_is_what_its_contacts_get()
    {
        await using var bench = new ProxyBench(new SipProxyOptions { MaxRedirects = 5 });
        bench.Ring(ProxyBench.Phone(20), ProxyBench.Phone(21));
        bench.Wire.Receive(Request("4"));
        var moved = ProxyBench.Answer(bench.Copies()[0], 302);
        moved.Headers[SipHeaderName.Contact] = "<sip:u@192.0.2.30>, <sip:u@192.0.2.31>, <sip:u@192.0.2.32>";
        bench.Wire.Receive(moved);
        // Two places for three: the third waits.
        Breadths(bench).ShouldBe(["2", "2", "1", "1"]);
        foreach (var copy in bench.Copies().Skip(1)) bench.Wire.Receive(ProxyBench.Answer(copy, 486));
        Breadths(bench)[4..].ShouldBe(["4"]);
    }

    private static List<string> Breadths(ProxyBench bench) => [.. bench.Copies().Select(copy => copy.Headers[SipHeaderName.MaxBreadth]!)];

    private static SipRequest Request(string? breadth)
    {
        var request = ProxyBench.Request();
        if (breadth is not null) request.Headers.Add("Max-Breadth", breadth);
        return request;
    }
}
