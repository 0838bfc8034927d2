using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

namespace Portal.Hostile.Tests;

/// <summary>The demo, and somebody of each role in it.</summary>
internal static partial class Demo
{
    public static async Task<IReadOnlyList<Visitor>> EverybodyAsync(TestPortal portal) =>
    [
        new("employee", await portal.SignInAsync("john.smith")),
        new("group admin", await portal.SignInAsync("gary.group")),
        new("company admin", await portal.SignInAsync("anna.admin")),
        await PartnerAsync(portal),
        new("operator", await portal.SignInAsync("operator")),
    ];

    /// <summary>The demo has no partner; this one looks after Acme.</summary>
    private static async Task<Visitor> PartnerAsync(TestPortal portal)
    {
        using var provider = await portal.SignInAsync("operator");
        (await provider.PostFormAsync("/partners/new", new() { ["Name"] = "Partner Ltd" })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var partner = new PartnerId(Guid.Parse(LinkPattern().Match(await provider.GetStringAsync("/partners")).Groups[1].Value));
        var acme = (await portal.SendAsync(new ListCompanies(), new Grant(Role.Operator))).Single(c => c.SipDomain == "acme.localhost").Id;
        (await provider.PostFormAsync($"/companies/{acme}/edit?handler=Partner", new() { ["Partner"] = partner.ToString() })).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return new("partner", portal.ClientFor(new Grant(Role.Partner, Partner: partner))) { WithoutAccount = true };
    }

    [GeneratedRegex("/partners/([0-9a-f-]{36})")]
    private static partial Regex LinkPattern();
}
