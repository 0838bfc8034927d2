using System.Globalization;
using System.Net;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Portal.Extensions.Contracts;
using Portal.Identity.Tests;
using Portal.EmployeeLogins.Tests;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.TestHost;

[assembly: AssemblyFixture(typeof(LoginsPortal))]

namespace Portal.EmployeeLogins.Tests;

/// <summary>The accounts together with the employees they belong to. Tests run side by side, so each adds employees of its own.</summary>
public sealed class LoginsPortal : IAsyncLifetime
{
    private int _last = 41_000;

    internal IdentityPortal Identity { get; private set; } = default!;

    public TestPortal Portal => Identity.Portal;

    public CompanyId Acme { get; private set; }

    public SiteId London { get; private set; }

    public SiteId Leeds { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Identity = await IdentityPortal.StartAsync();
        Acme = await Identity.CompanyAsync("acme.localhost");
        (London, Leeds) = (await Identity.SiteAsync(Acme, "London"), await Identity.SiteAsync(Acme, "Leeds"));
    }

    public ValueTask DisposeAsync() => Identity.DisposeAsync();

    /// <summary>Adds somebody through the page, as an administrator does.</summary>
    public async Task<Person> AddAsync(SiteId site, bool email = true, bool welcome = false, string by = "anna.admin")
    {
        var number = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var (username, address) = ("person." + number, email ? $"person.{number}@acme.example" : null);
        using var browser = await Portal.SignInAsync(by);
        var answer = await browser.PostFormAsync("/employees/new", new()
        {
            ["Input.Site"] = site.ToString(), ["Input.FirstName"] = "Person", ["Input.LastName"] = "Nr" + number, ["Input.Email"] = address,
            ["Input.Username"] = username, ["Input.Extension"] = number, ["Input.SendWelcome"] = welcome ? "true" : "false",
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        var id = new EmployeeId(Guid.Parse(answer.Headers.Location!.ToString().Split('/')[2]));
        return new Person(id, username, address ?? "", number);
    }

    public sealed record Person(EmployeeId Id, string Username, string Address, string Extension)
    {
        public string Login => $"/employees/{Id}/login";

        public string ServicePasswords => $"/employees/{Id}/service-passwords";
    }
}
