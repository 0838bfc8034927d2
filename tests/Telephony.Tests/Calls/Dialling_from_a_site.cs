using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Telephony.Tests.Rig;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Tests.Calls;

public class Dialling_from_a_site
{
    [Theory]
    [InlineData("4960100", 603, "Leeds' own area is meant")]
    [InlineData("94960100", 603, "with the digit for an outside line")]
    [InlineData("901134960100", 603, "the outside line, then the whole number")]
    [InlineData("01134960100", 603, "the whole number")]
    [InlineData("+441134960100", 603, "the number as the world writes it")]
    [InlineData("4960101", 404, "nobody has it")]
    [InlineData("9", 404, "nothing follows")]
    public async Task Means_the_area_and_the_outside_line_of_its_dial_location(string dialled, int status, string because)
    {
        var places = new Leeds();
        await using var portal = await TestSwitch.StartAsync(more: services => services.AddSingleton<ISitePlaces>(places));
        places.Site = portal.People.John.Site;
        portal.Numbers.Give("+441134960100", portal.People.Jane);
        var jane = portal.Phone(portal.People.Jane);

        var call = portal.Phone(portal.People.John).Call(dialled);
        if (status == 603)
        {
            await jane.RefusesAsync(603);
        }

        (await call.AnsweredAsync()).StatusCode.ShouldBe(status, because);
    }

    [Fact]
    public async Task Needs_the_whole_number_where_no_area_is_set()
    {
        var places = new Leeds();
        await using var portal = await TestSwitch.StartAsync(more: services => services.AddSingleton<ISitePlaces>(places));
        places.Site = portal.People.John.Site;
        portal.Numbers.Give("+441134960100", portal.People.Jane);
        portal.Phone(portal.People.Jane);

        (await portal.Phone(portal.People.Mary).Call("4960100").AnsweredAsync()).StatusCode.ShouldBe(404);
    }

    private sealed class Leeds : ISitePlaces
    {
        public SiteId Site { get; set; }

        public DialContext? DialContextOf(SiteId site) => site == Site ? new DialContext("GB", "113", "9", "Europe/London") : null;

        public int? CallLimitOf(SiteId site) => null;

        public int? EmployeeLimitOf(SiteId site) => null;
    }
}
