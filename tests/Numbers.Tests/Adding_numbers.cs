using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.TestHost;

namespace Portal.Numbers.Tests;

public class Adding_numbers(NumbersPortal portal)
{
    [Fact]
    public async Task Takes_a_range_written_nationally()
    {
        var first = NumbersPortal.Fresh(3);
        var national = "0" + first[3..];
        var last = "0" + (long.Parse(first[3..]) + 2);
        var answer = await PostAsync(new() { ["Input.First"] = national, ["Input.Last"] = last });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        for (var i = 0; i < 3; i++)
        {
            (await NumbersPortal.FindAsync(portal.Portal, $"+{long.Parse(first[1..]) + i}"))!.State.ShouldBe(NumberState.Free);
        }
    }

    [Theory]
    [InlineData("", "", "Give a telephone number.")]
    [InlineData("not a number", "", "This is not a telephone number.")]
    [InlineData("<script>alert(1)</script>", "", "This is not a telephone number.")]
    [InlineData("=1+2", "", "This is not a telephone number.")]
    [InlineData("020 7946 0500", "020 7946 0400", "The last number lies before the first.")]
    [InlineData("+44 20 7946 0000", "+44 20 7947 0000", "10001 numbers")]
    [InlineData("+44 20 7946 0000", "+49 30 901820", "of the same length and country")]
    [InlineData("020 7946 0005", "", "is on this platform already")]
    [InlineData("020 7945 9995", "020 7946 0005", "020 7946 0000 is on this platform already")]
    [InlineData("0000000000", "", "numbering plan has no such number")]
    [InlineData("020 7946 0018 ext 4", "", "Leave out the extension")]
    public async Task Refuses_nonsense_in_words(string first, string last, string words)
    {
        var answer = await PostAsync(new() { ["Input.First"] = first, ["Input.Last"] = last });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Fact]
    public async Task Refuses_ten_thousand_characters()
    {
        var answer = await PostAsync(new() { ["Input.First"] = new string('4', 10_000) });
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task Takes_a_number_outside_the_plan_once_the_check_is_off()
    {
        const string special = "+440000012345";
        (await PostAsync(new() { ["Input.First"] = special })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(new() { ["Input.First"] = special, ["Input.Check"] = "false" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Keeps_price_plan_and_billing_start()
    {
        var e164 = NumbersPortal.Fresh();
        await portal.AddAsync(e164, new() { ["Input.Price"] = "2.50", ["Input.Unlimited"] = "true", ["Input.BillingFrom"] = "2027-01-01" });
        var number = (await NumbersPortal.FindAsync(portal.Portal, e164))!;
        (number.Price, number.Unlimited, number.BillingFrom).ShouldBe((250, true, new DateOnly(2027, 1, 1)));
    }

    [Fact]
    public async Task Is_for_the_provider()
    {
        (await portal.Anna.GetAsync($"/numbers/new?company={portal.Acme}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await portal.BellaAdmin.GetAsync($"/numbers/new?company={portal.Acme}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Gives_a_released_number_to_another_company_only_after_its_quarantine()
    {
        var e164 = NumbersPortal.Fresh();
        var id = await portal.AddAsync(e164);
        (await portal.Provider.PostFormAsync($"/numbers/{id}?handler=Release", [], $"/numbers/{id}")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var tooSoon = await PostAsync(new() { ["Input.First"] = e164 }, beta: true);
        (await tooSoon.Content.ReadAsStringAsync()).ShouldContain("was given back and is kept free until");

        await portal.Portal.ChangeAsSystemAsync(s => s.GetRequiredService<TenancyDb>().Numbers.Where(n => n.E164 == e164)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.FreeAt, DateTimeOffset.UtcNow.AddDays(-1))));
        (await PostAsync(new() { ["Input.First"] = e164 }, beta: true)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await NumbersPortal.FindAsync(portal.Portal, e164))!.CompanyId.ShouldBe(portal.Beta);
        portal.Portal.Services.GetRequiredService<INumberDirectory>().Find(e164)!.Company.ShouldBe(portal.Beta);
    }

    private Task<HttpResponseMessage> PostAsync(Dictionary<string, string?> fields, bool beta = false)
    {
        fields.TryAdd("Input.State", "Free");
        fields.TryAdd("Input.Check", "true");
        return portal.Provider.PostFormAsync($"/numbers/new?company={(beta ? portal.Beta : portal.Acme)}", fields);
    }
}
