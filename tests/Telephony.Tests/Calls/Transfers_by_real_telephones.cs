using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;
using Portal.Testing.Peers;

namespace Portal.Telephony.Tests.Calls;

/// <summary>baresip and linphonec at the switch; keys pressed after the transfer are heard at the other end.</summary>
public class Transfers_by_real_telephones
{
    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_baresip_transfers_blind(string transport)
    {
        await using var portal = await StartAsync();
        await using var john = await BaresipAsync(portal, portal.People.John, transport);
        await using var jane = await BaresipAsync(portal, portal.People.Jane, transport, answers: true);
        await using var mary = await BaresipAsync(portal, portal.People.Mary, transport, answers: true);

        await john.DialAsync("2002");
        await Task.WhenAll(john.WaitEstablishedAsync(), jane.WaitEstablishedAsync());
        await john.TransferAsync($"sip:2003@{People.Acme}");
        await mary.WaitEstablishedAsync();
        await john.WaitClosedAsync();
        await jane.PressAsync("5");
        (await mary.WaitDigitsAsync(1)).ShouldBe("5");

        await mary.HangUpAsync();
        await jane.WaitClosedAsync();
        (await portal.Records.AllAsync(2)).Select(r => (r.Caller.Name, r.AnsweredBy!.Name, r.EndedBy)).ShouldBe(
            [("John Smith", "Jane Jones", "transfer"), ("John Smith", "Mary Miller", "called")]);
    }

    [Fact]
    public async Task A_baresip_is_told_that_nobody_has_the_number()
    {
        await using var portal = await StartAsync();
        await using var john = await BaresipAsync(portal, portal.People.John);
        await using var jane = await BaresipAsync(portal, portal.People.Jane, answers: true);

        await john.DialAsync("2002");
        await Task.WhenAll(john.WaitEstablishedAsync(), jane.WaitEstablishedAsync());
        await john.TransferAsync($"sip:2999@{People.Acme}");
        (await john.WaitAsync("TRANSFER_FAILED")).Detail.ShouldBe("404 Not Found");
        // Baresip then ends the call by itself.
        await jane.WaitClosedAsync();
    }

    [Fact]
    public async Task A_linphone_transfers_blind()
    {
        await using var portal = await StartAsync();
        await using var john = await LinphoneAsync(portal, portal.People.John);
        await using var jane = await BaresipAsync(portal, portal.People.Jane);
        await using var mary = await BaresipAsync(portal, portal.People.Mary, answers: true);

        await jane.DialAsync("2001");
        await john.WaitIncomingAsync();
        await john.AnswerAsync();
        await john.WaitMediaAsync();
        await jane.WaitEstablishedAsync();
        await john.TransferAsync($"sip:2003@{People.Acme}");
        await mary.WaitEstablishedAsync();
        await john.WaitEndedAsync();
        await jane.PressAsync("8");
        (await mary.WaitDigitsAsync(1)).ShouldBe("8");
        await jane.HangUpAsync();
        await mary.WaitClosedAsync();
    }

    [Fact]
    public async Task A_linphone_transfers_after_asking()
    {
        await using var portal = await StartAsync();
        await using var john = await LinphoneAsync(portal, portal.People.John);
        await using var jane = await BaresipAsync(portal, portal.People.Jane);
        await using var mary = await BaresipAsync(portal, portal.People.Mary, answers: true);

        await jane.DialAsync("2001");
        await john.WaitIncomingAsync();
        await john.AnswerAsync();
        await john.WaitMediaAsync();
        await john.HoldAsync();
        await john.WaitPrintedAsync("is now paused");
        await john.DialAsync($"sip:2003@{People.Acme}");
        await mary.WaitEstablishedAsync();
        await john.WaitMediaAsync();
        await john.TransferAsync(1, toCall: 2);
        await john.WaitEndedAsync();
        await john.WaitEndedAsync();
        await jane.PressAsync("6");
        (await mary.WaitDigitsAsync(1)).ShouldBe("6");

        await jane.HangUpAsync();
        await mary.WaitClosedAsync();
        (await portal.Records.AllAsync(2)).Select(r => (r.Caller.Name, r.AnsweredBy!.Name, r.EndedBy)).ShouldBe(
            [("Jane Jones", "John Smith", "transfer"), ("John Smith", "Mary Miller", "transferred")]);
    }

    private static Task<TestSwitch> StartAsync() => TestSwitch.StartAsync(more: services => services.AddSingleton<ISipRequestHandler, OpenRegistrar>());

    private static async Task<Baresip> BaresipAsync(TestSwitch portal, DirectoryEntry owner, string transport = "udp", bool answers = false)
    {
        var phone = await Baresip.StartAsync(new BaresipAccount(owner.Number, owner.Domain, People.PasswordOf(owner), portal.Address.ToString()) { Transport = transport, AutoAnswer = answers });
        await phone.WaitRegisteredAsync();
        return phone;
    }

    private static async Task<Linphone> LinphoneAsync(TestSwitch portal, DirectoryEntry owner)
    {
        var phone = await Linphone.StartAsync(owner.Number, owner.Domain, People.PasswordOf(owner), portal.Address.ToString());
        await phone.WaitRegisteredAsync();
        return phone;
    }
}
