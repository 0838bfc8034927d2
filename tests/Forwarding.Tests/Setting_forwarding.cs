using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Telephony.Contracts;
using Portal.Testing;

namespace Portal.Forwarding.Tests;

public class Setting_forwarding(ForwardingPortal at)
{
    [Fact]
    public async Task Diverts_the_next_call_and_says_why()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        at.Register(jane);

        await at.SetAsync(john, jane, by: Colleagues.Self(john));

        var decision = at.Ask(mary, john);
        decision.Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([jane.Employee]);
        decision.Call.Diversions.ShouldBe([new Diversion(john.Number, jane.Number, "unconditional")]);
        decision.Reasons.ShouldContain($"John Smith forwards all calls to {jane.Number} (Jane Jones).");
    }

    [Fact]
    public async Task Switched_off_rings_the_own_telephones_again()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        at.Register(john);
        var on = await at.SetAsync(john, jane);
        var off = await at.SetAsync(john, null, on.Version);

        off.ShouldBe(new Portal.Forwarding.Pages.Forwarding.ForwardingState(false, jane.Number, 2));
        at.Ask(mary, john).Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([john.Employee]);
    }

    [Fact]
    public async Task Lets_the_one_who_takes_the_calls_reach_the_one_they_are_taken_for()
    {
        var (boss, secretary) = (at.People.Add("Bob Boss"), at.People.Add("Sue Secretary"));
        at.Register(boss);
        await at.SetAsync(boss, secretary);

        at.Ask(secretary, boss).Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([boss.Employee]);
    }

    [Fact]
    public async Task Is_still_known_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        at.Register(jane);
        await using (var before = await at.StartAsync(o => o.Folder = folder.Path))
        {
            (await before.SendAsync(new Portal.Forwarding.Pages.Forwarding.SetForwarding(john.Employee, true, jane.Number, 0), at.People.Anna)).Succeeded.ShouldBeTrue();
        }

        await using var after = await at.StartAsync(o => o.Folder = folder.Path);
        at.Ask(mary, john, after).Call.Target.ShouldBe(jane.Number);
    }

    [Theory]
    [InlineData("", "Enter the extension that calls shall go to, digits only, such as 2002.")]
    [InlineData("my mobile", "Enter the extension that calls shall go to, digits only, such as 2002.")]
    [InlineData("99999999999999999", "Enter the extension that calls shall go to, digits only, such as 2002.")]
    [InlineData("4711", "Nobody here has the extension 4711. Enter the extension of a colleague.")]
    public async Task Refuses_what_is_no_extension(string destination, string words)
    {
        var outcome = await at.TryAsync(at.People.Add("John Smith"), destination, at.People.Anna);

        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        outcome.Problems.ShouldBe([new Problem("Destination", words)]);
    }

    [Fact]
    public async Task Takes_an_extension_as_people_type_it()
    {
        var (john, jane) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"));
        var outcome = await at.TryAsync(john, $" {jane.Number[..2]} {jane.Number[2..]} ", at.People.Anna);
        outcome.Value!.Destination.ShouldBe(jane.Number);
    }

    [Fact]
    public async Task Refuses_the_own_extension()
    {
        var john = at.People.Add("John Smith");
        (await at.TryAsync(john, john.Number, Colleagues.Self(john))).Problems[0].Message
            .ShouldBe($"{john.Number} is John Smith's own extension. Enter the extension of somebody else.");
    }

    [Fact]
    public async Task Refuses_an_extension_of_another_company()
    {
        var bella = at.People.Add("Bella Baker", Colleagues.Beta);
        (await at.TryAsync(at.People.Add("John Smith"), bella.Number, at.People.Anna)).Problems[0].Message.ShouldStartWith("Nobody here has the extension");
    }

    [Fact]
    public async Task Refuses_somebody_who_receives_no_calls()
    {
        var pending = at.People.Add("Peter Pending", mayReceive: false);
        (await at.TryAsync(at.People.Add("John Smith"), pending.Number, at.People.Anna)).Problems[0].Message.ShouldStartWith("Peter Pending (");
    }

    [Fact]
    public async Task Refuses_a_circle_and_names_the_people_in_it()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        await at.SetAsync(jane, mary);
        await at.SetAsync(mary, john);

        var outcome = await at.TryAsync(john, jane.Number, at.People.Anna);

        outcome.Problems[0].Message.ShouldBe(
            "Calls would go in a circle: John Smith forwards to Jane Jones, Jane Jones forwards to Mary Miller, and Mary Miller forwards to John Smith. "
            + "Enter another extension, or let Jane Jones switch forwarding off first.");
    }

    [Fact]
    public async Task Refuses_a_chain_that_is_too_long()
    {
        var chain = Enumerable.Range(0, 7).Select(i => at.People.Add("Person " + (char)('A' + i))).ToArray();
        for (var i = 5; i > 0; i--)
        {
            await at.SetAsync(chain[i], chain[i + 1]);
        }

        (await at.TryAsync(chain[0], chain[1].Number, at.People.Anna)).Problems[0].Message.ShouldStartWith("Calls would be forwarded too often");
        (await at.TryAsync(chain[0], chain[2].Number, at.People.Anna)).Succeeded.ShouldBeTrue("five diversions are allowed");
        at.Register(chain[6]);
        at.Ask(at.People.Add("Mary Miller"), chain[0]).Verdict.ShouldBeOfType<Verdict.Ring>().Extensions.ShouldBe([chain[6].Employee]);
    }

    [Fact]
    public async Task Is_for_those_within_reach()
    {
        var (john, jane) = (at.People.Add("John Smith", site: at.People.London), at.People.Add("Jane Jones"));
        foreach (var stranger in new[] { at.People.Bella, at.People.GaryOfLeeds, Colleagues.Self(jane), new Grant(Role.CompanyAdmin) })
        {
            (await at.TryAsync(john, jane.Number, stranger)).Kind.ShouldBe(OutcomeKind.NotFound);
        }

        (await at.TryAsync(at.People.Add("Lee Leeds", site: at.People.Leeds), jane.Number, at.People.GaryOfLeeds)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Tells_the_second_of_two_who_change_it_at_once()
    {
        var (john, jane, mary) = (at.People.Add("John Smith"), at.People.Add("Jane Jones"), at.People.Add("Mary Miller"));
        await at.SetAsync(john, jane);

        var second = await at.TryAsync(john, mary.Number, at.People.Anna);

        second.Kind.ShouldBe(OutcomeKind.Conflict);
        second.Problems[0].Message.ShouldContain("John Smith");
        at.Ask(mary, john).Call.Target.ShouldBe(jane.Number);
    }
}
