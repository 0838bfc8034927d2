using System.Net;
using Portal.Testing;
using Portal.Testing.Peers;
using static Portal.Sip.Tests.SippScript;

namespace Portal.Sip.Tests;

/// <summary>The same calls of sipp through the forking proxy and through the B2BUA.</summary>
public class Proxied_and_joined_calls_of_sipp : CallsOfSipp
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Three_telephones_ring_and_the_one_that_answers_gets_the_call(bool proxies)
    {
        const int calls = 20;
        await using var server = new Server(proxies);
        await using var first = await TelephoneAsync(calls, Ring());
        await using var second = await TelephoneAsync(calls, [.. PickUp(after: 200), .. IsHungUp()]);
        await using var third = await TelephoneAsync(calls, Ring());
        server.Telephones.AddRange([first.Port, second.Port, third.Port]);
        await CallAsync(server, calls, [.. Connect(), Wait(100), .. HangUp(2)]);
        foreach (var telephone in new[] { first, second, third }) await FinishedAsync(telephone, calls);
        await server.IsEmptyAsync(calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_held_and_resumed(bool proxies)
    {
        const int calls = 5;
        await using var server = new Server(proxies);
        IEnumerable<string> Reinvited() => [Get(SipMethod.Invite), Reply(200, Offer, tag: false), Get(SipMethod.Ack)];
        IEnumerable<string> Reinvites(int cseq, string offer) => [Request(SipMethod.Invite, cseq, offer), Get(100, true), Get(200), Request(SipMethod.Ack, cseq), Wait(200)];
        await using var telephone = await TelephoneAsync(calls, [.. PickUp(), .. Reinvited(), .. Reinvited(), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        await CallAsync(server, calls, [.. Connect(), Wait(200), .. Reinvites(2, Hold), .. Reinvites(3, Offer), .. HangUp(4)]);
        await FinishedAsync(telephone, calls);
        await server.IsEmptyAsync(calls);
    }

    [Fact]
    public async Task A_telephone_that_has_moved_is_followed_by_the_proxy()
    {
        const int calls = 10;
        await using var server = new Server(proxies: true);
        await using var newer = await TelephoneAsync(calls, [.. PickUp(), .. IsHungUp()]);
        // Its own contact is named too, which has been tried.
        await using var moved = await TelephoneAsync(calls, Get(SipMethod.Invite), Reply(302, headers: $"Contact: <sip:2002@127.0.0.1:{newer.Port}>"), Get(SipMethod.Ack));
        server.Telephones.Add(moved.Port);
        await CallAsync(server, calls, [.. Connect(), Wait(100), .. HangUp(2)]);
        await FinishedAsync(moved, calls);
        await FinishedAsync(newer, calls);
        await server.IsEmptyAsync(calls);
    }

    [Fact]
    public async Task A_telephone_that_knows_no_timers_is_refreshed_and_one_that_is_silent_ended()
    {
        await using var server = new Server(proxies: false, new SessionTimerOptions { Interval = TimeSpan.FromSeconds(4), Minimum = TimeSpan.FromSeconds(1) });
        // Called: refreshed by us after 2 s. Caller: promises to refresh and does not, and is ended after 2.7 s, the called with it.
        await using var telephone = await TelephoneAsync(1, [.. PickUp("Allow: INVITE, ACK, BYE, UPDATE"), Get(SipMethod.Update), Reply(200, tag: false), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        await CallAsync(server, 1, [.. Connect("Supported: timer"), .. IsHungUp()]);
        await FinishedAsync(telephone, 1);
        await server.IsEmptyAsync(1);
    }

    [Fact]
    public async Task A_blind_transfer_calls_the_new_party_and_lets_the_asker_go()
    {
        await using var newer = await TelephoneAsync(1, [.. PickUp(), .. IsHungUp()]);
        await using var server = new Server(proxies: false, transferTo: newer.Port);
        await using var telephone = await TelephoneAsync(1, [.. PickUp(), Get(SipMethod.Invite), Reply(200, Offer, tag: false), Get(SipMethod.Ack), .. IsHungUp()]);
        server.Telephones.Add(telephone.Port);
        // Reports come as they come: trying, ringing, done; then the BYE.
        await CallAsync(server, 1, [.. Connect(), Wait(100), Request(SipMethod.Refer, 2, headers: "Refer-To: <sip:2003@127.0.0.1>"), Get(202),
            Get(SipMethod.Notify), Reply(200, tag: false), Get(SipMethod.Notify), Reply(200, tag: false), Get(SipMethod.Notify), Reply(200, tag: false), .. IsHungUp()]);
        server.Joining!.Calls.Single().End();
        await FinishedAsync(telephone, 1);
        await FinishedAsync(newer, 1);
        await server.IsEmptyAsync(1);
    }

    [Fact]
    public async Task An_attended_transfer_joins_the_two_calls_of_the_asker()
    {
        IEnumerable<string> telephone = [.. PickUp(), Get(SipMethod.Invite), Reply(200, Offer, tag: false), Get(SipMethod.Ack), .. IsHungUp()];
        await using var one = await TelephoneAsync(1, telephone);
        await using var other = await TelephoneAsync(1, telephone);
        await using var server = new Server(proxies: false, transferTo: other.Port);
        await using var asker = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0)] });
        asker.Start();
        async Task<InviteUacSession> TalkToAsync(Sipp sipp)
        {
            server.Telephones.Clear();
            server.Telephones.Add(sipp.Port);
            var to = SipUri.Parse("sip:2002@127.0.0.1");
            var invite = SipRequest.Create(SipMethod.Invite, to, new NameAddr(SipUri.Parse("sip:2001@127.0.0.1")), new NameAddr(to));
            invite.SetBody("v=0\r\n", "application/sdp");
            var session = asker.CreateUacSession(invite, new SipFlow(SipTransportKind.Udp, server.Endpoint.LocalEndPoints[0].Address), "2001");
            session.Start();
            (await session.Final.WaitAsync(Eventually.Deadline)).StatusCode.ShouldBe(200);
            session.Ack();
            return session;
        }

        var first = await TalkToAsync(one);
        var second = await TalkToAsync(other);
        var dialog = second.Dialog!.Id;
        var referral = await first.ReferAsync(SipUri.Parse("sip:2003@127.0.0.1"), new Replaces(dialog.CallId, dialog.RemoteTag, dialog.LocalTag));
        (await referral.Outcome.WaitAsync(Eventually.Deadline)).ShouldBe(200);
        (await first.Ended.WaitAsync(Eventually.Deadline)).Cause.ShouldBe(SessionEndCause.RemoteBye);
        (await second.Ended.WaitAsync(Eventually.Deadline)).Cause.ShouldBe(SessionEndCause.RemoteBye);
        server.Joining!.Calls.First().Ended.IsCompleted.ShouldBeFalse();
        server.Joining.Calls.First().End();
        await FinishedAsync(one, 1);
        await FinishedAsync(other, 1);
        await server.IsEmptyAsync(2);
    }
}
