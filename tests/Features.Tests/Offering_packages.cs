using System.Net;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Features.Tests;

/// <summary>Beta buys packages; Acme, in the other tests, has none.</summary>
public class Offering_packages(FeaturesPortal at)
{
    [Fact]
    public async Task From_the_catalogue_to_the_employee()
    {
        var (basic, plus) = (await MakeAsync("Basic", "user", "package"), await MakeAsync("Plus", "user", "add-on", FeaturesPortal.Forwarding));
        var offering = $"/companies/{at.Beta}/service-offering";
        var who = at.Employee("2001", "beta.localhost");
        var (page, packages) = ($"/employees/{who.Employee}/forwarding", $"/employees/{who.Employee}/service-offering");
        at.State(FeaturesPortal.Forwarding, who).IsOn.ShouldBeTrue();

        // Packages without a standard one would leave everything to those who were given none.
        var refused = await PostAsync(at.Provider, offering + "/edit", ("Packages", basic), ("Packages", plus));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("Choose the package of employees that were given none.");
        (await PostAsync(at.Provider, offering + "/edit", ("Packages", basic), ("Packages", plus), ("StandardForEmployees", basic))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        at.State(FeaturesPortal.Forwarding, who).Reason.ShouldBe("It is not part of the package Basic.");
        var closed = await FeaturesPortal.HtmlAsync(at.Bella, page, HttpStatusCode.Forbidden);
        closed.QuerySelector("h1")!.TextContent.ShouldBe("Not part of this package");
        closed.QuerySelector("main")!.TextContent.ShouldContain("choose another package or an add-on under Service offering");
        (await FeaturesPortal.HtmlAsync(at.Bella, $"/employees/{who.Employee}/features")).QuerySelector(".feature-state")!.TextContent.ShouldContain("Not in the package");
        (await FeaturesPortal.HtmlAsync(at.Bella, offering)).QuerySelectorAll(".package-name").Select(n => n.TextContent).ShouldBe(["Basic", "Plus"]);

        // The company's administrator gives the add-on; switching it on without it is refused.
        await FeaturesPortal.SwitchAsync(at.Bella, $"/employees/{who.Employee}", FeaturesPortal.Forwarding, on: true);
        at.State(FeaturesPortal.Forwarding, who).IsOn.ShouldBeFalse();
        (await PostAsync(at.Bella, packages, ("Package", ""), ("AddOns", plus))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.State(FeaturesPortal.Forwarding, who).IsOn.ShouldBeTrue();
        (await at.Bella.GetAsync(page)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // What is not offered is not given, in use not withdrawn, offered not deleted, and not by everybody.
        (await PostAsync(at.Bella, packages, ("Package", plus))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(at.Bella, packages, ("AddOns", Guid.NewGuid().ToString()))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(at.Bella, packages, ("AddOns", "x' OR 1=1"))).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(at.Bella, packages, ("Version", "0"), ("Package", ""))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var inUse = await PostAsync(at.Provider, offering + "/edit", ("Packages", basic), ("StandardForEmployees", basic));
        inUse.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await inUse.Content.ReadAsStringAsync()).ShouldContain("one site or employee has it");
        var offered = await at.Provider.PostFormAsync($"/packages/{plus}/edit?handler=Delete", [], $"/packages/{plus}/edit");
        (await offered.Content.ReadAsStringAsync()).ShouldContain("One company may use this package.");
        (await at.Bella.GetAsync("/packages")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await at.Bella.GetAsync(offering + "/edit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await at.Self(who).GetAsync(packages)).StatusCode.ShouldBe(HttpStatusCode.OK);

        // A change of the package holds at once for everybody who has it.
        (await PostAsync(at.Provider, $"/packages/{plus}/edit", ("Input.Name", "Plus"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        at.State(FeaturesPortal.Forwarding, who).IsOn.ShouldBeFalse();
        (await PostAsync(at.Provider, $"/packages/{plus}/edit", ("Input.Name", "Plus"), ("Input.Version", "1"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("", "Give the package a name.")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "Use at most 60 characters")]
    [InlineData("TAKEN", "There is a package of this name already.")]
    public async Task Refuses_a_name_in_words(string name, string words)
    {
        if (name == "TAKEN")
        {
            name = "Taken " + Guid.NewGuid().ToString("N");
            await MakeAsync(name, "user", "package");
            name = name.ToUpperInvariant();
        }

        var answer = await PostAsync(at.Provider, "/packages/new?for=user&kind=package", ("Input.Name", name), ("Input.Summary", "Kept text"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var html = await answer.Content.ReadAsStringAsync();
        html.ShouldContain(words);
        html.ShouldContain("Kept text");
    }

    [Fact]
    public async Task Refuses_features_of_the_other_kind_and_shows_hostile_names_as_text()
    {
        (await PostAsync(at.Provider, "/packages/new?for=user&kind=package", ("Input.Name", "Mixed"), ("Input.Features", FeaturesPortal.CallLog)))
            .StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var id = await MakeAsync("<script>alert(1)</script>", "site", "package");
        (await at.Provider.GetStringAsync($"/packages/{id}/edit")).ShouldNotContain("<script>alert");
        (await at.Provider.GetStringAsync("/packages?q=%3Cscript")).ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Of_a_partner_are_the_partners_own()
    {
        using var partner = at.Portal.ClientFor(new Grant(Role.Partner, Partner: PartnerId.New()));
        using var other = at.Portal.ClientFor(new Grant(Role.Partner, Partner: PartnerId.New()));
        var (own, platforms) = (await MakeAsync("Partner's " + Guid.NewGuid(), "user", "package", by: partner), await MakeAsync("Platform's " + Guid.NewGuid(), "user", "package"));

        (await partner.GetAsync($"/packages/{own}/edit")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync($"/packages/{own}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetStringAsync("/packages?size=100")).ShouldNotContain(own);
        (await FeaturesPortal.HtmlAsync(partner, $"/packages/{platforms}/edit")).QuerySelectorAll("main form").ShouldBeEmpty();
        (await partner.PostFormAsync($"/packages/{platforms}/edit", new() { ["Input.Name"] = "Mine now" }, $"/packages/{own}/edit")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var deleted = await partner.PostFormAsync($"/packages/{own}/edit?handler=Delete", [], $"/packages/{own}/edit");
        deleted.StatusCode.ShouldBe(HttpStatusCode.Redirect, await deleted.Content.ReadAsStringAsync());
        (await partner.GetAsync($"/packages/{own}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Makes a package through its page and gives its id.</summary>
    private async Task<string> MakeAsync(string name, string scope, string kind, string? feature = null, HttpClient? by = null)
    {
        var client = by ?? at.Provider;
        var answer = await PostAsync(client, $"/packages/new?for={scope}&kind={kind}", [("Input.Name", name), .. feature is null ? Array.Empty<(string, string)>() : [("Input.Features", feature)]]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var list = await FeaturesPortal.HtmlAsync(client, "/packages?q=" + Uri.EscapeDataString(name));
        return list.QuerySelectorAll("a.row-link").First(a => a.TextContent == name).GetAttribute("href")!.Split('/')[2];
    }

    /// <summary>Posts the page's main form, with fields that may come more than once; its version unless one is given.</summary>
    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string url, params (string Name, string Value)[] fields)
    {
        var form = (await FeaturesPortal.HtmlAsync(client, url)).QuerySelector("main form")!;
        var hidden = form.QuerySelectorAll("input[type=hidden]").Select(i => (i.GetAttribute("name")!, i.GetAttribute("value")!))
            .Where(h => fields.All(f => f.Name != h.Item1));
        return await client.PostAsync(url, new FormUrlEncodedContent(hidden.Concat(fields).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }
}
