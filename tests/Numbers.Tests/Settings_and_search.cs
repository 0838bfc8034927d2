using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain.Settings;
using Portal.TestHost;
using Portal.Web.Shell;

namespace Portal.Numbers.Tests;

public class Settings_and_search
{
    [Fact]
    public void Blocks_never_overlap_those_given_out_under_other_settings()
    {
        InternalBlock.NextFree(2000, 100, []).ShouldBe((2000, 2099));
        InternalBlock.NextFree(2000, 100, [(2000, 2099), (2150, 2160)]).ShouldBe((2200, 2299));
        InternalBlock.NextFree(999_950, 100, []).ShouldBeNull();
    }

    [Theory]
    [InlineData("1571", true)]
    [InlineData("116123", true)]
    [InlineData("11612", false)]
    [InlineData("2001", false)]
    public void The_list_of_the_guide_is_blocked_from_the_start(string extension, bool blocked) =>
        (BlockedExtensions.Read(BlockedExtensions.Default, out _).UseOf(extension) is not null).ShouldBe(blocked);

    [Fact]
    public void Lines_that_cannot_be_read_are_named()
    {
        BlockedExtensions.Read("101 Police\nnonsense\n1234567 too long\n", out var wrong);
        wrong.ShouldBe(["nonsense", "1234567 too long"]);
    }

    [Theory]
    [InlineData("#1a6b3c", true)]
    [InlineData("#ffff00", false)]
    [InlineData("#777777", false)]
    public void An_accent_must_be_readable(string colour, bool readable) => AccentColour.Read(colour)!.IsReadable.ShouldBe(readable);

    [Theory]
    [InlineData("red")]
    [InlineData("#12345")]
    [InlineData("#12345g")]
    [InlineData("#1234567")]
    [InlineData("url(x)")]
    public void Nothing_else_is_a_colour(string text) => AccentColour.Read(text).ShouldBeNull();

    [Fact]
    public void A_logo_is_a_small_png_whatever_it_is_called()
    {
        Logo.WhyNot("<svg onload='x'/>"u8).ShouldNotBeNull();
        Logo.WhyNot(new byte[200_000]).ShouldNotBeNull();
        Logo.WhyNot(Png(64, 64)).ShouldBeNull();
        Logo.WhyNot(Png(5000, 64)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_blocked_list_and_the_blocks_hold_for_new_employees()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        var provider = portal.ClientFor(new Grant(Role.Operator));
        var saved = await provider.PostFormAsync("/settings", new()
        {
            ["Input.RangeStart"] = "7000", ["Input.BlockSize"] = "50", ["Input.Blocked"] = "7000 Reception\n71xx Workshop",
        });
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect, await saved.Content.ReadAsStringAsync());
        (await provider.PostFormAsync($"/companies/{who.Acme}/settings?handler=Block", [], $"/companies/{who.Acme}/settings")).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var plan = portal.Services.GetRequiredService<IExtensionPlan>();
        plan.BlocksOf(who.Acme).ShouldBe([new ExtensionBlock(7000, 7049)]);
        plan.WhyReserved("7000").ShouldBe("Reception");
        plan.WhyReserved("1571").ShouldBeNull();
        var anna = portal.ClientFor(new Grant(Role.CompanyAdmin, who.Acme));
        (await anna.GetStringAsync($"/employees/new?site={who.London}")).ShouldContain("7001");
    }

    [Fact]
    public async Task A_company_gets_its_own_name_and_colour_and_nobody_elses_change()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        var anna = portal.ClientFor(new Grant(Role.CompanyAdmin, who.Acme));
        var refused = await anna.PostFormAsync($"/companies/{who.Acme}/settings", new() { ["Input.Accent"] = "#ffff00" });
        (await refused.Content.ReadAsStringAsync()).ShouldContain("could not be read");
        (await anna.PostFormAsync($"/companies/{who.Acme}/settings", new() { ["Input.ProductName"] = "Acme <b>Phones</b>", ["Input.Accent"] = "#1a6b3c" }))
            .StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var shell = await anna.GetStringAsync("/");
        shell.ShouldContain("Acme &lt;b&gt;Phones&lt;/b&gt;");
        shell.ShouldContain("/brand.css?of=" + who.Acme);
        (await anna.GetStringAsync("/brand.css")).ShouldContain("--accent-fill: #1a6b3c");
        var bella = portal.ClientFor(new Grant(Role.CompanyAdmin, who.Beta));
        (await bella.GetStringAsync("/")).ShouldNotContain("Acme &lt;b&gt;");
        (await bella.GetAsync($"/companies/{who.Acme}/settings")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await anna.GetAsync("/settings")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_search_tool_tells_what_the_person_may_see_and_no_more()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        var anna = portal.ClientFor(new Grant(Role.CompanyAdmin, who.Acme));

        (await FindAsync(anna, "number", "Number", "020 7946 0001")).ShouldContain("John Smith");
        (await FindAsync(anna, "number", "Number", "020 7946 0019")).ShouldContain("assigned to nobody");
        var foreign = await FindAsync(anna, "number", "Number", "0161 496 0001");
        foreign.ShouldContain("no permission to view");
        foreign.ShouldNotContain("Bella");
        (await FindAsync(anna, "number", "Number", "020 7946 0999")).ShouldContain("Nobody on this platform");
        (await FindAsync(anna, "mac", "Mac", "00:15:65:00:20:01")).ShouldContain("John Smith");
        (await FindAsync(anna, "mac", "Mac", "00:15:65:00:99:99")).ShouldContain("No telephone with this MAC");
        (await FindAsync(anna, "mac", "Mac", "zz")).ShouldContain("twelve digits");
        (await FindAsync(portal.ClientFor(new Grant(Role.CompanyAdmin, who.Beta)), "mac", "Mac", "001565002001")).ShouldContain("no permission to view");
        (await FindAsync(anna, "name", "LastName", "sm*")).ShouldContain("John Smith");
        (await FindAsync(anna, "name", "LastName", "%")).ShouldNotContain("John Smith");
        (await FindAsync(portal.ClientFor(new Grant(Role.CompanyAdmin, who.Beta)), "name", "LastName", "Smith")).ShouldNotContain("John Smith");
    }

    [Fact]
    public async Task The_search_tool_cannot_be_used_to_try_numbers_through()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var who = new NumbersPortal();
        await who.LearnAsync(portal);
        var anna = portal.ClientFor(new Grant(Role.CompanyAdmin, who.Acme));
        for (var i = 0; i < 20; i++)
        {
            await FindAsync(anna, "number", "Number", $"020 7946 09{i:00}");
        }

        var answer = await anna.PostFormAsync("/search-tool", new() { ["Input.By"] = "number", ["Input.Number"] = "020 7946 0001" });
        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Try again in ten minutes");
    }

    private static async Task<string> FindAsync(HttpClient client, string by, string field, string text)
    {
        var answer = await client.PostFormAsync("/search-tool", new() { ["Input.By"] = by, ["Input." + field] = text });
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static byte[] Png(int width, int height)
    {
        // Signature, IHDR, an empty IDAT and IEND.
        var png = new byte[33 + 12 + 12];
        "IDAT"u8.CopyTo(png.AsSpan(33 + 4));
        "IEND"u8.CopyTo(png.AsSpan(45 + 4));
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R']).CopyTo(png);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        return png;
    }
}
