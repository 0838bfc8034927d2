using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Jobs;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.TestHost;
using Portal.Testing.Clock;

namespace Portal.Tenancy.Tests;

/// <summary>Portals of their own: each moves its clock.</summary>
public sealed partial class Saving_later : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private TestPortal _portal = default!;
    private CompanyId _acme;

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.StartAsync(o => (o.Demo, o.Clock) = (true, _clock));
        _acme = await ReadAsync(db => db.Companies.Where(c => c.SipDomain == "acme.localhost").Select(c => c.CompanyId).SingleAsync());
    }

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    private HttpClient Anna => _portal.ClientFor(new Grant(Role.CompanyAdmin, _acme));

    private HttpClient Provider => _portal.ClientFor(new Grant(Role.Operator));

    [Fact]
    public async Task Saves_at_its_time_in_the_name_of_its_author()
    {
        await DelayAsync("Acme Later");
        await RunAsync();
        (await NameAsync()).ShouldBe("Acme");
        _clock.Leap(TimeSpan.FromHours(2));
        await RunAsync();
        (await NameAsync()).ShouldBe("Acme Later");
        var history = await Provider.GetStringAsync($"/history/companies/{_acme}");
        history.ShouldContain("test.companyadmin");
        (await Anna.GetStringAsync("/delayed")).ShouldContain("Saved");
    }

    [Fact]
    public async Task Saves_nothing_when_somebody_changed_the_record_and_tells_the_author()
    {
        await DelayAsync("Acme Later");
        await Provider.PostFormAsync($"/companies/{_acme}/edit", Fields("Acme Meanwhile", 1, provider: true));
        (await NameAsync()).ShouldBe("Acme Meanwhile");
        _clock.Leap(TimeSpan.FromHours(2));
        await RunAsync();
        (await NameAsync()).ShouldBe("Acme Meanwhile");
        (await Anna.GetStringAsync("/")).ShouldContain("One of your delayed changes was not saved.");
        (await Anna.GetStringAsync($"/companies/{_acme}")).ShouldContain("Somebody else changed this meanwhile. Nothing was saved.");
        (await Anna.GetStringAsync("/delayed")).ShouldContain("Not saved: changed meanwhile");
        (await Anna.GetStringAsync("/")).ShouldNotContain("One of your delayed changes was not saved.");
    }

    [Fact]
    public async Task Can_be_called_off()
    {
        await DelayAsync("Acme Later");
        var id = IdPattern().Match(await Anna.GetStringAsync("/delayed")).Groups[1].Value;
        (await Anna.PostFormAsync("/delayed?handler=Cancel", new() { ["id"] = id }, "/delayed")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        _clock.Leap(TimeSpan.FromHours(2));
        await RunAsync();
        (await NameAsync()).ShouldBe("Acme");
        (await Anna.GetStringAsync($"/companies/{_acme}")).ShouldNotContain("Call off");
    }

    [Fact]
    public async Task Cannot_be_called_off_by_another_company()
    {
        await DelayAsync("Acme Later");
        var id = IdPattern().Match(await Anna.GetStringAsync("/delayed")).Groups[1].Value;
        var beta = await ReadAsync(db => db.Companies.Where(c => c.SipDomain == "beta.localhost").Select(c => c.CompanyId).SingleAsync());
        using var bella = _portal.ClientFor(new Grant(Role.CompanyAdmin, beta));
        (await bella.PostFormAsync("/delayed?handler=Cancel", new() { ["id"] = id }, $"/companies/{beta}/edit")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bella.GetStringAsync("/delayed")).ShouldNotContain("Acme");
    }

    [Fact]
    public async Task Suspends_a_company_the_day_after_its_trial()
    {
        await Provider.PostFormAsync($"/companies/{_acme}/edit", Fields("Acme", 1, provider: true, ("Input.Status", "Trial"), ("Input.TrialEnds", "2026-03-10")));
        (await Anna.GetStringAsync($"/companies/{_acme}")).ShouldContain("8 days left");
        _clock.Leap(TimeSpan.FromDays(8));
        await RunAsync(EndTrials);
        (await StatusAsync()).ShouldBe(CompanyStatus.Trial, "the last day belongs to the trial");
        // The end of the day is where the company is.
        _clock.Leap(TimeSpan.FromHours(14.5));
        await RunAsync(EndTrials);
        (await StatusAsync()).ShouldBe(CompanyStatus.Trial);
        _clock.Leap(TimeSpan.FromHours(1));
        await RunAsync(EndTrials);
        (await StatusAsync()).ShouldBe(CompanyStatus.Suspended);
    }

    private const string EndTrials = "Suspend companies whose trial has ended";

    private Task<string> NameAsync() => ReadAsync(db => db.Companies.Where(c => c.CompanyId == _acme).Select(c => c.Name).SingleAsync());

    private Task<CompanyStatus> StatusAsync() => ReadAsync(db => db.Companies.Where(c => c.CompanyId == _acme).Select(c => c.Status).SingleAsync());

    private async Task RunAsync(string job = "Save delayed changes") =>
        (await _portal.Services.GetRequiredService<JobRunner>().RunAsync(job, CancellationToken.None)).ShouldBe(JobResult.Done);

    private async Task DelayAsync(string name)
    {
        var answer = await Anna.PostFormAsync($"/companies/{_acme}/edit", Fields(name, 1, provider: false, ("Save", "delay"), ("DelayUntil", "2026-03-02T10:30")));
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
    }

    private Dictionary<string, string?> Fields(string name, int version, bool provider, params (string Key, string Value)[] more)
    {
        var fields = new Dictionary<string, string?> { ["Input.Name"] = name, ["Input.Country"] = "GB", ["Input.TimeZone"] = "Europe/London", ["Input.BillingCity"] = "London" };
        if (provider)
        {
            (fields["Input.SipDomain"], fields["Input.Status"], fields["Input.Currency"]) = ("acme.localhost", "Active", "GBP");
        }

        foreach (var (key, value) in more)
        {
            fields[key] = value;
        }

        return fields;
    }

    private Task<T> ReadAsync<T>(Func<TenancyDb, Task<T>> read) => _portal.AsSystemAsync(s => read(s.GetRequiredService<TenancyDb>()));

    [GeneratedRegex("name=\"id\" value=\"([0-9a-f-]{36})\"")]
    private static partial Regex IdPattern();
}
