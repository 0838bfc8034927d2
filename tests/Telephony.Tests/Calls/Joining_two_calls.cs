using Portal.Sip;
using Portal.Telephony.Contracts;
using Portal.Telephony.Tests.Rig;
using Portal.Testing;

namespace Portal.Telephony.Tests.Calls;

/// <summary>Attended: "I have asked; now talk with each other".</summary>
public class Joining_two_calls
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaves_the_other_two_talking_with_each_other(bool asksByCalling)
    {
        await using var portal = await TestSwitch.StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (one, other) = asksByCalling ? await Line.BetweenAsync(johns, marys) : await Line.BetweenAsync(marys, johns);
        var (asking, mary) = asksByCalling ? (one, other) : (other, one);

        (await john.TransferAsync("2003", asking.Replaces)).ShouldBe(200);
        await john.EndsAsync();
        await asking.EndsAsync();
        (await jane.AskedAsync(Line.Description(marys))).Headers[SipHeaderName.PAssertedIdentity].ShouldBe("\"Mary Miller\" <sip:2003@acme.localhost>");
        (await mary.AskedAsync("")).Headers[SipHeaderName.PAssertedIdentity].ShouldBe("\"Jane Jones\" <sip:2002@acme.localhost>");
        await jane.TalksWithAsync(mary);

        var first = await portal.Records.OneAsync();
        (first.Caller.Name, first.Dialled, first.EndedBy).ShouldBe(("John Smith", "2002", "transfer"));
        first.Reasons[^1].ShouldBe("John Smith transferred the call to Mary Miller.");
        portal.Counted("portal.telephony.calls.active").ShouldBe(1);

        await mary.HangUpAsync();
        await jane.EndsAsync();
        var second = (await portal.Records.AllAsync(2))[1];
        (second.Caller.Name, second.AnsweredBy!.Name).ShouldBe(asksByCalling ? ("John Smith", "Mary Miller") : ("Mary Miller", "John Smith"));
        second.EndedBy.ShouldBe(asksByCalling ? "called" : "caller");
        second.Reasons[^1].ShouldBe("John Smith transferred Jane Jones here.");
        await Eventually.TrueAsync(() => portal.Counted("portal.telephony.calls.active") == 0);
        portal.Records.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Works_for_telephones_that_leave_the_second_call_as_soon_as_they_have_asked()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (asking, mary) = await Line.BetweenAsync(johns, marys);
        var transfers = await john.ReferAsync("2003", asking.Replaces);
        await asking.HangUpAsync();
        (await transfers.Outcome.WaitAsync(Eventually.Deadline)).ShouldBe(200);
        await jane.TalksWithAsync(mary);
    }

    [Fact]
    public async Task Is_refused_with_a_call_of_somebody_else_or_one_that_is_not_there()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (johns, janes, marys, bellas) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary), portal.Phone(portal.People.Bella));
        var anna = portal.People.Add("2004", "Anna Adams", People.Acme);
        var ben = portal.People.Add("2002", "Ben Carter", People.Beta);
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (mary, hers) = await Line.BetweenAsync(marys, portal.Phone(anna));
        var (bella, his) = await Line.BetweenAsync(bellas, portal.Phone(ben));

        // Mary's call, her partner's end of it, and a call of another company whose caller has John's number.
        foreach (var foreign in new[] { mary.Replaces, hers.Replaces, bella.Replaces, his.Replaces, mary.Replaces with { ToTag = "guessed" }, john.Replaces, jane.Replaces })
        {
            (await john.TransferAsync("2003", foreign)).ShouldBe(481);
        }

        await john.TalksWithAsync(jane);
        await mary.TalksWithAsync(hers);
        await bella.TalksWithAsync(his);
        portal.Records.Count.ShouldBe(0);
        portal.Counted("portal.telephony.refused", "foreign_replaces").ShouldBe(4);
        marys.Rung.ShouldBe(0);
    }

    [Fact]
    public async Task Leaves_both_calls_as_they_were_when_a_telephone_refuses()
    {
        await using var portal = await TestSwitch.StartAsync();
        var (johns, janes, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Jane), portal.Phone(portal.People.Mary));
        var (john, jane) = await Line.BetweenAsync(johns, janes);
        var (asking, mary) = await Line.BetweenAsync(johns, marys);
        var usual = jane.Session.RequestReceived!;
        jane.Session.RequestReceived = transaction =>
        {
            transaction.Respond(488);
            return Task.CompletedTask;
        };

        (await john.TransferAsync("2003", asking.Replaces)).ShouldBe(488);
        jane.Session.RequestReceived = usual;
        await john.TalksWithAsync(jane);
        await asking.TalksWithAsync(mary);
        portal.Records.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Keeps_each_companys_record_until_its_own_people_have_talked_to_the_end()
    {
        await using var portal = await TestSwitch.StartAsync();
        portal.Numbers.Give("+441614960001", portal.People.Bella);
        portal.Numbers.Give("+442079460001", portal.People.John);
        portal.Numbers.Give("+442079460003", portal.People.Mary);
        var (johns, bellas, marys) = (portal.Phone(portal.People.John), portal.Phone(portal.People.Bella), portal.Phone(portal.People.Mary));
        var (john, bella) = await Line.BetweenAsync(johns, bellas, "01614960001");
        var (asking, mary) = await Line.BetweenAsync(johns, marys);

        (await john.TransferAsync("2003", asking.Replaces)).ShouldBe(200);
        var acmes = await portal.Records.OneAsync();
        (acmes.Company, acmes.EndedBy).ShouldBe((portal.People.John.Company, "transfer"));
        (await bella.AskedAsync(Line.Description(marys))).Headers[SipHeaderName.PAssertedIdentity].ShouldBeNull("who it is inside the other company is not Bella's affair");
        await bella.TalksWithAsync(mary);
        await bella.HangUpAsync();
        await mary.EndsAsync();

        var records = await portal.Records.AllAsync(3);
        var betas = records.Single(r => r.Company == portal.People.Bella.Company);
        (betas.Caller.Number, betas.AnsweredBy!.Name, betas.Result, betas.EndedBy).ShouldBe(("+442079460001", "Bella Baker", CallResult.Answered, "called"));
        betas.EndedAt.ShouldBeGreaterThanOrEqualTo(acmes.EndedAt);
        betas.Reasons.ShouldContain("The other side transferred the call to somebody else.");
        betas.Reasons.ShouldNotContain(r => r.Contains("John", StringComparison.Ordinal) || r.Contains("Mary", StringComparison.Ordinal));
        records.Where(r => r != betas).SelectMany(r => r.Reasons).ShouldNotContain(r => r.Contains("Bella", StringComparison.Ordinal));
    }
}
