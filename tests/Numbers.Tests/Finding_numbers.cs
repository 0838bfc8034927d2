using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Pages.Numbers;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

public class Finding_numbers(NumbersPortal portal)
{
    [Fact]
    public async Task The_live_search_finds_numbers_as_they_are_typed_within_reach()
    {
        var e164 = NumbersPortal.Fresh();
        (await portal.Portal.SendAsync(new AddNumbers(portal.Acme, e164, null, null, NumberState.Free, true, new(null, false, null)), new Grant(Role.Operator))).Succeeded.ShouldBeTrue();
        async Task<string> Hits(HttpClient client, string text) => await client.GetStringAsync("/search?q=" + Uri.EscapeDataString(text));

        var number = (await NumbersPortal.FindAsync(portal.Portal, e164))!.Id;
        (await portal.Portal.SendAsync(new AssignNumber(number, portal.John), new Grant(Role.Operator))).Succeeded.ShouldBeTrue();
        foreach (var typed in new[] { e164, e164[5..], "0" + e164[3..], $"(0{e164[3..6]}) {e164[6..]}" })
        {
            (await Hits(portal.Anna, typed)).ShouldContain($"href=\"/employees/{portal.John}\"", customMessage: typed);
        }

        (await Hits(portal.BellaAdmin, e164)).ShouldNotContain(portal.John.ToString());
        (await Hits(portal.Anna, e164[..2])).ShouldNotContain(portal.John.ToString());
    }
}
