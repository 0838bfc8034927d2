using System.Text;
using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;

namespace Portal.Telephony.Tests.Calls;

/// <summary>An INVITE with Replaces, straight at the switch: the same person goes on with the call over another telephone.</summary>
public class Taking_over_a_call
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Moves_the_own_call_to_another_telephone(bool ofTheCaller)
    {
        await using var portal = await TestSwitch.StartAsync();
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        var (owner, other) = ofTheCaller ? (john, jane) : (jane, john);

        var mobile = portal.Unregistered(owner.Phone.Owner).Call("anything", "offer of the mobile", change: Replacing(owner.Replaces));
        var answer = await mobile.AnsweredAsync();
        answer.StatusCode.ShouldBe(200);
        answer.BodyText.ShouldBe(Line.Description(other.Phone));
        mobile.Ack();
        await other.AskedAsync("offer of the mobile");
        (await owner.EndsAsync()).Cause.ShouldBe(SessionEndCause.RemoteBye);
        other.Session.Ended.IsCompleted.ShouldBeFalse();
        portal.Records.Count.ShouldBe(0);

        await mobile.ByeAsync();
        await other.EndsAsync();
        var record = await portal.Records.OneAsync();
        (record.Caller.Name, record.AnsweredBy!.Name, record.EndedBy).ShouldBe(("John Smith", "Jane Jones", ofTheCaller ? "caller" : "called"));
        record.Reasons[^1].ShouldBe($"{owner.Phone.Owner.DisplayName} went on with the call on another telephone.");
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
    }

    [Fact]
    public async Task Is_refused_to_everybody_else()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));

        // A colleague, somebody with the same number in another company, and each of the two for the end of the other.
        foreach (var (who, whose) in new[] { (portal.People.Mary, john), (portal.People.Bella, john), (portal.People.Jane, john), (portal.People.John, jane) })
        {
            (await portal.Unregistered(who).Call("2001", change: Replacing(whose.Replaces)).AnsweredAsync()).StatusCode.ShouldBe(481);
        }

        portal.Counted("portal.telephony.refused", "foreign_replaces").ShouldBe(4);
        await john.TalksWithAsync(jane);
    }

    [Fact]
    public async Task Needs_the_password_a_call_that_is_there_and_the_right_to_call()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (john, jane) = await Line.BetweenAsync(portal.Phone(portal.People.John), portal.Phone(portal.People.Jane));
        var mobile = portal.Unregistered(portal.People.John);

        (await mobile.Call("2002", password: "guessed", change: Replacing(john.Replaces)).AnsweredAsync()).StatusCode.ShouldBe(403);
        (await mobile.Call("2002", change: Replacing(john.Replaces with { FromTag = "other" })).AnsweredAsync()).StatusCode.ShouldBe(481);
        (await mobile.Call("2002", change: Replacing(john.Replaces with { EarlyOnly = true })).AnsweredAsync()).StatusCode.ShouldBe(486);
        (await mobile.Call("2002", change: invite => invite.Headers.Add(SipHeaderName.Replaces, "nonsense")).AnsweredAsync()).StatusCode.ShouldBe(400);
        portal.People.Replace(portal.People.John with { MayCall = false });
        (await mobile.Call("2002", change: Replacing(john.Replaces)).AnsweredAsync()).StatusCode.ShouldBe(403);
        await john.TalksWithAsync(jane);
        portal.Records.Count.ShouldBe(0);
    }

    private static Action<SipRequest> Replacing(Replaces replaces) => invite => invite.Headers.Add(SipHeaderName.Replaces, replaces.ToString());
}
