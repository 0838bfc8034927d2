using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Extensions.Pages.Employees;
using Portal.Modularity.Requests;
using Portal.TestHost;

namespace Portal.Extensions.Tests;

public class Adding_an_employee(ExtensionsPortal portal)
{
    [Theory]
    [InlineData("101", "police")]
    [InlineData("105", "helpline")]
    [InlineData("111", "NHS")]
    [InlineData("195", "directory")]
    [InlineData("141", "withholds")]
    [InlineData("1571", "voicemail")]
    [InlineData("18000", "international")]
    [InlineData("116000", "social value")]
    [InlineData("116123", "social value")]
    public Task Refuses_a_reserved_extension_with_the_reason(string extension, string reason) =>
        IsRefusedAsync(portal.Details(extension), "Extension", reason);

    [Theory]
    [InlineData("1")]
    [InlineData("1234567")]
    [InlineData("20a1")]
    [InlineData("+201")]
    [InlineData("٢٠٠١")]
    public Task Refuses_an_extension_that_is_not_2_to_6_digits(string extension) =>
        IsRefusedAsync(portal.Details() with { Extension = extension }, "Extension", "2 to 6 digits");

    [Fact]
    public Task Refuses_a_taken_extension_and_names_a_free_one() =>
        IsRefusedAsync(portal.Details("2001") with { Username = "another.one" }, "Extension", "is free");

    [Fact]
    public Task Refuses_names_that_are_too_long() =>
        IsRefusedAsync(portal.Details(first: new string('x', 24), last: new string('y', 31)), "FirstName", "at most 23", "LastName", "at most 30");

    [Theory]
    [InlineData("Mallory\r\nContact: <sip:me@evil>")]
    [InlineData("\u202Enhoj")]
    public Task Refuses_control_characters_in_a_name(string name) =>
        IsRefusedAsync(portal.Details(first: name[..Math.Min(23, name.Length)]), "FirstName", "control characters");

    [Theory]
    [InlineData("x")]
    [InlineData("john smith")]
    [InlineData("john@smith")]
    [InlineData("a&b")]
    [InlineData("<script>")]
    public Task Refuses_a_username_that_breaks_the_rules(string username) =>
        IsRefusedAsync(portal.Details() with { Username = username }, "Username", "username");

    [Fact]
    public async Task Adds_nobody_when_the_login_is_refused()
    {
        var details = portal.Details() with { Username = TestLogins.TakenUsername };
        await IsRefusedAsync(details, "Username", "taken");
        (await CountAsync(details.Extension)).ShouldBe(0);
        portal.Directory.FindExtension("acme.localhost", details.Extension).ShouldBeNull();
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("two@at@signs")]
    [InlineData("a b@c.example")]
    public Task Refuses_what_is_not_an_email_address(string email) =>
        IsRefusedAsync(portal.Details() with { Email = email }, "Email", "e-mail");

    [Fact]
    public async Task Refuses_a_site_of_another_company_like_one_that_does_not_exist()
    {
        await IsRefusedAsync(portal.Details(site: portal.Manchester), "Site", "Choose one of your sites");
        await IsRefusedAsync(portal.Details(site: Modularity.SiteId.New()), "Site", "Choose one of your sites");
    }

    [Fact]
    public async Task Tells_the_second_of_two_admins_who_take_an_extension_at_once()
    {
        var extension = portal.FreshExtension();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            portal.Portal.SendAsync(new AddEmployee(portal.Details(extension) with { Username = $"racer{extension}.{n}" }), portal.Anna)));

        outcomes.Count(o => o.Succeeded).ShouldBe(1);
        outcomes.Where(o => !o.Succeeded).ShouldAllBe(o => o.Kind == OutcomeKind.Refused && o.Problems[0].Field == "Extension");
        (await CountAsync(extension)).ShouldBe(1);
    }

    [Fact]
    public async Task Makes_one_employee_of_a_form_posted_twice()
    {
        var details = portal.Details();
        using var client = portal.Portal.ClientFor(portal.Anna);
        var form = ExtensionsPortal.Fields(details);
        form["__once"] = Guid.NewGuid().ToString();
        // The browser has the anti-forgery cookie before it shows the form; two first visits at once would each bring another.
        await client.GetStringAsync("/employees/new");

        var answers = await Task.WhenAll(client.PostFormAsync("/employees/new", form), client.PostFormAsync("/employees/new", form));
        answers.ShouldAllBe(a => a.StatusCode == HttpStatusCode.Found);
        answers[0].Headers.Location.ShouldBe(answers[1].Headers.Location);
        (await CountAsync(details.Extension)).ShouldBe(1);
    }

    [Fact]
    public async Task Keeps_what_was_typed_and_says_what_is_wrong_beside_the_field()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        var answer = await client.PostFormAsync("/employees/new", ExtensionsPortal.Fields(portal.Details("1571", first: "<b>Ann</b> & \"Co\"")));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var page = await ExtensionsPortal.PageAsync(answer);
        page.QuerySelector("#Input_FirstName")!.GetAttribute("value").ShouldBe("<b>Ann</b> & \"Co\"");
        page.QuerySelector("#Input_Extension-error")!.TextContent.ShouldContain("voicemail");
        page.QuerySelector(".error-summary a[href='#Input_Extension']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Suggests_the_username_and_the_next_free_extension()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        var page = await ExtensionsPortal.PageAsync(client,
            $"/employees/new?Input.Site={portal.Leeds}&Input.FirstName=Zo%C3%AB&Input.LastName=Gro%C3%9F-M%C3%BCller");

        page.QuerySelector("h1").ShouldBeNull();
        page.QuerySelector("#Input_Username")!.GetAttribute("value").ShouldBe("zoe.grossmuller");
        int.Parse(page.QuerySelector("#Input_Extension")!.GetAttribute("value")!).ShouldBeGreaterThan(2105);
    }

    [Fact]
    public async Task Keeps_a_typed_username_when_it_suggests_anew()
    {
        using var client = portal.Portal.ClientFor(portal.Anna);
        client.DefaultRequestHeaders.Add("HX-Request", "true");
        var page = await ExtensionsPortal.PageAsync(client,
            $"/employees/new?Input.Site={portal.Leeds}&Input.FirstName=Ann&Input.LastName=Lee&Input.Username=annie&SuggestedUsername=a.l&Input.Extension=2106&SuggestedExtension=2106");
        page.QuerySelector("#Input_Username")!.GetAttribute("value").ShouldBe("annie");
    }

    [Fact]
    public async Task Gives_a_pending_employee_who_can_call_and_not_be_called()
    {
        var details = portal.Details();
        var id = await portal.AddAsync(details);
        (await portal.ReadAsync(id)).Status.ShouldBe(EmployeeStatus.Pending);
        var entry = portal.Directory.FindExtension("ACME.localhost", details.Extension).ShouldNotBeNull();
        (entry.MayCall, entry.MayReceive).ShouldBe((true, false));
    }

    private async Task IsRefusedAsync(EmployeeDetails details, params string[] fieldsAndReasons)
    {
        var outcome = await portal.Portal.SendAsync(new AddEmployee(details), portal.Anna);
        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        foreach (var pair in fieldsAndReasons.Chunk(2))
        {
            outcome.Problems.ShouldContain(p => p.Field == pair[0] && p.Message.Contains(pair[1], StringComparison.OrdinalIgnoreCase),
                string.Join(" | ", outcome.Problems));
        }
    }

    private Task<int> CountAsync(string extension) => portal.Portal.AsSystemAsync(scope =>
        scope.GetRequiredService<ExtensionsDb>().Employees.CountAsync(e => e.Extension == extension));
}
