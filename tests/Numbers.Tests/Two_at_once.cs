using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Numbers;
using Portal.Tenancy.Pages.Settings;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

/// <summary>Two administrators who want the same thing in the same moment, on both databases.</summary>
public class Two_at_once
{
    private static readonly Grant Operator = new(Role.Operator);

    [Theory, InlineData(false), InlineData(true)]
    public async Task One_gets_the_number_and_the_other_is_told(bool postgres)
    {
        await using var portal = await StartAsync(postgres);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        for (var round = 0; round < 5; round++)
        {
            var e164 = $"+442079460{120 + round:000}";
            (await portal.SendAsync(new AddNumbers(who.Acme, e164, null, null, NumberState.Free, true, new(null, false, null)), Operator)).Succeeded.ShouldBeTrue();
            var id = (await NumbersPortal.FindAsync(portal, e164))!.Id;

            var outcomes = await Task.WhenAll(new[] { who.John, who.Jane }.Select(e => Task.Run(() => portal.SendAsync(new AssignNumber(id, e), Operator))));

            outcomes.Count(o => o.Succeeded).ShouldBe(1);
            var other = outcomes.Single(o => !o.Succeeded);
            other.Kind.ShouldBe(OutcomeKind.Conflict);
            other.Problems[0].Message.ShouldContain("taken", Case.Insensitive, "in the words for a number seen taken, or for one taken between the look and the save");
            var winner = outcomes[0].Succeeded ? who.John : who.Jane;
            (await NumbersPortal.FindAsync(portal, e164))!.OwnerId.ShouldBe(winner.Value);
            portal.Services.GetRequiredService<INumberDirectory>().Find(e164)!.Owner.ShouldBe(NumberOwner.Of(winner));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Each_gets_a_block_of_extensions_of_their_own(bool postgres)
    {
        await using var portal = await StartAsync(postgres);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        (await portal.SendAsync(new ChangePlatformSettings(1, 3000, 100, "", new("", "", null, false, "", "")), Operator)).Problems.ShouldBeEmpty();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => portal.SendAsync(new AssignNextBlock(i % 2 == 0 ? who.Acme : who.Beta), Operator))));

        outcomes.ShouldAllBe(o => o.Succeeded);
        outcomes.Select(o => o.Value!.First).Order().ShouldBe([3000, 3100, 3200, 3300, 3400, 3500]);
        portal.Services.GetRequiredService<IExtensionPlan>().BlocksOf(who.Acme).Count.ShouldBe(3);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_range_is_added_once(bool postgres)
    {
        await using var portal = await StartAsync(postgres);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        var outcomes = await Task.WhenAll(new[] { who.Acme, who.Beta }.Select(c => Task.Run(() =>
            portal.SendAsync(new AddNumbers(c, "+441134960100", "+441134960149", null, NumberState.Free, true, new(null, false, null)), Operator))));
        outcomes.Count(o => o.Succeeded).ShouldBe(1);
        (await portal.AsSystemAsync(s => s.GetRequiredService<TenancyDb>().Numbers.CountAsync(n => n.E164.StartsWith("+4411349601")))).ShouldBe(50);
    }

    private static Task<TestPortal> StartAsync(bool postgres) => TestPortal.StartAsync(o => (o.Demo, o.Postgres) = (true, postgres));
}
