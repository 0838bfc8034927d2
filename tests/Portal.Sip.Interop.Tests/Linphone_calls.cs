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

        await linphone.DialAsync("sip:2002@localhost");
        await baresip.WaitIncomingAsync();
        await linphone.WaitRingingAsync();
        await baresip.AnswerAsync();
        await baresip.WaitEstablishedAsync();
        await linphone.WaitMediaAsync();
        await linphone.PressAsync("5");
        (await baresip.WaitDigitsAsync(1)).ShouldBe("5");
        await baresip.PressAsync("7");
        await linphone.WaitDigitAsync('7');

        await linphone.HoldAsync();
        await linphone.WaitPrintedAsync("Call 1 with sip:2002@localhost is now paused.");
        await linphone.ResumeAsync();
        await linphone.WaitMediaAsync();
        await linphone.PressAsync("9");
        (await baresip.WaitDigitsAsync(1)).ShouldBe("9");

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

        await baresip.DialAsync("2001");
        await linphone.WaitIncomingAsync();
        await baresip.WaitRingingAsync();
        await linphone.AnswerAsync();
        await baresip.WaitEstablishedAsync();
        await linphone.WaitMediaAsync();
        await baresip.PressAsync("3");
        await linphone.WaitDigitAsync('3');

        await baresip.HoldAsync();
        await linphone.WaitHeldAsync();
        await baresip.ResumeAsync();
        await linphone.WaitMediaAsync();
        await baresip.PressAsync("4");
        await linphone.WaitDigitAsync('4');

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

        await caller.DialAsync("2001");
        await linphone.WaitIncomingAsync();
        await linphone.AnswerAsync();
        await linphone.WaitMediaAsync();
        await caller.WaitEstablishedAsync();
        await linphone.TransferAsync("sip:2003@localhost");
        await target.WaitEstablishedAsync();
        await linphone.WaitEndedAsync();
        await caller.PressAsync("8");
        (await target.WaitDigitsAsync(1)).ShouldBe("8");

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

        await caller.DialAsync("2001");
        await linphone.WaitIncomingAsync();
        await linphone.AnswerAsync();
        await linphone.WaitMediaAsync();
        await linphone.HoldAsync();
        await linphone.WaitPrintedAsync("is now paused");
        await linphone.DialAsync("sip:2003@localhost");
        await target.WaitEstablishedAsync();
        await linphone.WaitMediaAsync();
        await linphone.TransferAsync(1, toCall: 2);
        await linphone.WaitEndedAsync();
        await linphone.WaitEndedAsync();
        await caller.PressAsync("6");
        (await target.WaitDigitsAsync(1)).ShouldBe("6");

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
