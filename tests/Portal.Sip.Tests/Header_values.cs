using Portal.Sip;

namespace Portal.Sip.Tests;

public class Header_values
{
    [Theory]
    [InlineData("dialog", "dialog", null)]
    [InlineData("Presence.winfo ; id=7", "presence.winfo", "7")]
    [InlineData("check-sync;reboot=true", "check-sync", null)]
    public void Event(string text, string package, string? id) => EventHeader.Of(With("Event", text)).ShouldBe(new EventHeader(package, id));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(";id=1")]
    public void A_malformed_Event_is_none(string text) => EventHeader.Of(With("Event", text)).ShouldBeNull();

    [Theory]
    [InlineData("active;expires=600", SubscriptionStateKind.Active, 600, null)]
    [InlineData("Pending", SubscriptionStateKind.Pending, null, null)]
    [InlineData("terminated;reason=Timeout", SubscriptionStateKind.Terminated, null, "timeout")]
    [InlineData("dormant;expires=1", SubscriptionStateKind.Active, 1, null)]
    [InlineData("active;expires=-1", SubscriptionStateKind.Active, null, null)]
    public void Subscription_State(string text, SubscriptionStateKind kind, int? expires, string? reason)
    {
        var state = SubscriptionState.Of(With("Subscription-State", text))!;
        (state.Kind, state.Expires?.TotalSeconds, state.Reason).ShouldBe((kind, expires, reason));
    }

    [Fact]
    public void Subscription_State_is_written_as_it_is_read()
    {
        SubscriptionState[] states =
        [
            new(SubscriptionStateKind.Active, TimeSpan.FromSeconds(300)), new(SubscriptionStateKind.Pending, TimeSpan.FromSeconds(1)),
            new(SubscriptionStateKind.Terminated, null, "giveup", TimeSpan.FromSeconds(30)),
        ];
        states.Select(s => SubscriptionState.Of(With("Subscription-State", s.ToString()))).ShouldBe(states);
    }

    [Fact]
    public void Replaces_from_the_header_and_from_a_Refer_To()
    {
        var expected = new Replaces("425928@bobster.example.org", "7743", "6472");
        Replaces.Of(With("Replaces", "425928@bobster.example.org;to-tag=7743;from-tag=6472")).ShouldBe(expected);
        Replaces.In(SipUri.Parse("sip:bob@example.org?Replaces=425928%40bobster.example.org%3Bto-tag%3D7743%3Bfrom-tag%3D6472&Require=replaces")).ShouldBe(expected);
        Replaces.In(SipUri.Parse("sip:bob@example.org")).ShouldBeNull();
        Replaces.TryParse((expected with { EarlyOnly = true }).ToString(), out var again).ShouldBeTrue();
        again!.EarlyOnly.ShouldBeTrue();
    }

    [Theory]
    [InlineData("abc;to-tag=1")]
    [InlineData("abc;from-tag=1")]
    [InlineData(";to-tag=1;from-tag=2")]
    [InlineData("a b;to-tag=1;from-tag=2")]
    public void A_Replaces_without_its_tags_is_none(string text) => Replaces.Of(With("Replaces", text)).ShouldBeNull();

    [Fact]
    public void Two_Replaces_are_none()
    {
        var message = With("Replaces", "a;to-tag=1;from-tag=2");
        message.Headers.Add("Replaces", "b;to-tag=1;from-tag=2");
        Replaces.Of(message).ShouldBeNull();
    }

    [Theory]
    [InlineData("776656 1 INVITE", true)]
    [InlineData(" 1\t2  INVITE ", true)]
    [InlineData("1 INVITE", false)]
    [InlineData("99999999999 1 INVITE", false)]
    [InlineData("", false)]
    public void RAck_(string text, bool readable) => (RAck.Of(With("RAck", text)) is not null).ShouldBe(readable);

    [Fact]
    public void Reason_of_several_protocols()
    {
        var message = With("Reason", "Q.850 ;cause=16;text=\"Normal \\\"clearing\\\"\", SIP;cause=200");
        Sip.Reason.Of(message).ShouldBe([new("Q.850", 16, "Normal \"clearing\""), new("SIP", 200)]);
        Sip.Reason.Of(With("Reason", new Reason("SIP", 600, "a \"b\"").ToString())).Single().Text.ShouldBe("a \"b\"");
    }

    [Theory]
    [InlineData("id", PrivacyKinds.Id)]
    [InlineData("Header;ID; user", PrivacyKinds.Header | PrivacyKinds.Id | PrivacyKinds.User)]
    [InlineData("id, critical", PrivacyKinds.Id | PrivacyKinds.Critical)]
    [InlineData("none", PrivacyKinds.None)]
    public void Privacy_(string text, PrivacyKinds kinds) => Privacy.Of(With("Privacy", text)).ShouldBe(kinds);

    [Fact]
    public void Diversion_newest_first_with_reason_and_counter()
    {
        var found = DiversionEntry.Of(With("Diversion", "<sip:2002@a>;reason=user-busy;counter=2, \"Jane, J\" <sip:2001@a>;reason=unconditional"));
        found.Select(d => (d.Party.Uri.User, d.Reason, d.Counter)).ShouldBe([("2002", "user-busy", 2), ("2001", "unconditional", 1)]);
        found[1].ToString().ShouldBe("\"Jane, J\" <sip:2001@a>;reason=unconditional");
    }

    [Fact]
    public void History_Info_with_index_change_and_reason()
    {
        var entries = HistoryEntry.Of(With("History-Info", "<sip:2001@a?Reason=SIP%3Bcause%3D302>;index=1, <sip:2002@a>;index=1.1;mp=1"));
        entries.Select(e => (e.Index, e.Changed)).ShouldBe([("1", null), ("1.1", ("mp", "1"))]);
        entries[0].Reason.ShouldBe("SIP;cause=302");
        entries[1].ToString().ShouldBe("<sip:2002@a>;index=1.1;mp=1");
    }

    private static SipRequest With(string header, string value)
    {
        var request = new SipRequest("OPTIONS", SipUri.Parse("sip:a@b"));
        request.Headers.Add(header, value);
        return request;
    }
}
