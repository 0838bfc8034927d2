using Portal.Testing.Peers;

namespace Portal.Sip.Interop.Tests;

/// <summary>baresip at our registrar over every transport.</summary>
public class Baresip_calls
{
    [Theory]
    [InlineData("udp", "tls")]
    [InlineData("tls", "tcp")]
    [InlineData("tcp", "udp")]
    [InlineData("tls", "tls")]
    public async Task Ring_answer_hold_and_end(string callers, string calleds)
    {
        await using var exchange = new Exchange(tls: true);
        await using var caller = await exchange.BaresipAsync("2001", callers);
        await using var called = await exchange.BaresipAsync("2002", calleds);

        await caller.CallsAsync("2002", called);
        await caller.PressesAsync('1', called);

        await called.HoldsAndResumesAsync(caller);
        await caller.PressesAsync('2', called);

        await called.HangUpAsync();
        await caller.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Are_transferred_blind(string transport)
    {
        await using var exchange = new Exchange(tls: true);
        await using var transferring = await exchange.BaresipAsync("2001", transport);
        await using var staying = await exchange.BaresipAsync("2002", transport, answers: true);
        await using var target = await exchange.BaresipAsync("2003", transport, answers: true);

        await transferring.DialAsync("2002");
        await Task.WhenAll(transferring.WaitEstablishedAsync(), staying.WaitEstablishedAsync());
        await transferring.TransferAsync("sip:2003@localhost");
        await target.WaitEstablishedAsync();
        await transferring.WaitClosedAsync();
        await staying.PressesAsync('5', target);

        await target.HangUpAsync();
        await staying.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task Are_told_that_a_transfer_failed()
    {
        await using var exchange = new Exchange();
        await using var transferring = await exchange.BaresipAsync("2001");
        await using var staying = await exchange.BaresipAsync("2002", answers: true);

        await transferring.DialAsync("2002");
        await Task.WhenAll(transferring.WaitEstablishedAsync(), staying.WaitEstablishedAsync());
        await transferring.TransferAsync("sip:2999@localhost");
        (await transferring.WaitAsync("TRANSFER_FAILED")).Detail.ShouldBe("404 Not Found");
        // Baresip then ends the call by itself.
        await staying.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Are_refused_with_a_wrong_password(string transport)
    {
        await using var exchange = new Exchange(tls: true);
        await using var phone = await Baresip.StartAsync(new BaresipAccount("2001", Exchange.Domain, "guess", exchange.Server(transport)) { Transport = transport });
        (await phone.WaitRegistrationRefusedAsync()).ShouldContain("403");
        exchange.BindingsOf("2001").ShouldBeEmpty();
    }
}
