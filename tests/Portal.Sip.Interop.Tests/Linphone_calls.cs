using Portal.Sip.Authentication;

namespace Portal.Sip.Interop.Tests;

/// <summary>linphonec at our registrar, in calls that our B2BUA joins.</summary>
public class Linphone_calls
{
    [Theory]
    [InlineData("udp", "udp")]
    [InlineData("tcp", "udp")]
    [InlineData("udp", "tcp")]
    [InlineData("tcp", "tcp")]
    public async Task Calls_a_baresip_presses_keys_holds_and_hangs_up(string transport, string others)
    {
        await using var exchange = new Exchange();
        await using var linphone = await exchange.LinphoneAsync("2001", transport);
        await using var baresip = await exchange.BaresipAsync("2002", others);

        await linphone.CallsAsync("sip:2002@localhost", baresip);
        await linphone.PressesAsync('5', baresip);
        await baresip.PressesAsync('7', linphone);

        await linphone.HoldsAndResumesAsync("Call 1 with sip:2002@localhost is now paused.");
        await linphone.PressesAsync('9', baresip);

        await linphone.HangUpAsync();
        await baresip.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Is_called_held_and_hung_up_on_by_a_baresip(string transport)
    {
        await using var exchange = new Exchange();
        await using var linphone = await exchange.LinphoneAsync("2001", transport);
        await using var baresip = await exchange.BaresipAsync("2002");

        await baresip.CallsAsync("2001", linphone);
        await baresip.PressesAsync('3', linphone);

        await baresip.HoldsAndResumesAsync(linphone);
        await baresip.PressesAsync('4', linphone);

        await baresip.HangUpAsync();
        await linphone.WaitEndedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task Is_refused_and_gives_up()
    {
        await using var exchange = new Exchange();
        await using var linphone = await exchange.LinphoneAsync("2001");
        await using var baresip = await exchange.BaresipAsync("2002");

        await linphone.DialAsync("sip:2002@localhost");
        await baresip.WaitIncomingAsync();
        await baresip.HangUpAsync();
        await linphone.WaitPrintedAsync("Call 1 with sip:2002@localhost error.");

        await linphone.DialAsync("sip:2002@localhost");
        await baresip.WaitIncomingAsync();
        await linphone.HangUpAsync();
        await baresip.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task Transfers_blind()
    {
        await using var exchange = new Exchange();
        await using var linphone = await exchange.LinphoneAsync("2001");
        await using var caller = await exchange.BaresipAsync("2002");
        await using var target = await exchange.BaresipAsync("2003", answers: true);

        await caller.CallsAsync("2001", linphone);
        await linphone.TransferAsync("sip:2003@localhost");
        await target.WaitEstablishedAsync();
        await linphone.WaitEndedAsync();
        await caller.PressesAsync('8', target);

        await target.HangUpAsync();
        await caller.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Fact]
    public async Task Transfers_after_asking()
    {
        await using var exchange = new Exchange();
        await using var linphone = await exchange.LinphoneAsync("2001");
        await using var caller = await exchange.BaresipAsync("2002");
        await using var target = await exchange.BaresipAsync("2003", answers: true);

        await caller.CallsAsync("2001", linphone);
        await linphone.HoldAsync();
        await linphone.WaitPrintedAsync("is now paused");
        await linphone.DialAsync("sip:2003@localhost");
        await target.WaitEstablishedAsync();
        await linphone.WaitMediaAsync();
        await linphone.TransferAsync(1, toCall: 2);
        await linphone.WaitEndedAsync();
        await linphone.WaitEndedAsync();
        await caller.PressesAsync('6', target);

        await caller.HangUpAsync();
        await target.WaitClosedAsync();
        await exchange.IsQuietAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registers_with_SHA_256(bool orMD5)
    {
        await using var exchange = new Exchange(digest: new DigestOptions { Algorithms = orMD5 ? [DigestAlgorithm.Sha256, DigestAlgorithm.Md5] : [DigestAlgorithm.Sha256] });
        await using var phone = await exchange.LinphoneAsync("2001");
        exchange.BindingsOf("2001").ShouldHaveSingleItem();
    }
}
