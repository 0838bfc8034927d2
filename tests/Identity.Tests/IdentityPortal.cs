using Portal.Data.Audit;
using System.Net;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Testing.Clock;
using Portal.TestHost;

namespace Portal.Identity.Tests;

/// <summary>A portal with the demo's accounts, a clock that is moved by hand, and hashing made cheap.</summary>
internal sealed class IdentityPortal : IAsyncDisposable
{
    public const string Password = "Demo-1234!";

    private IdentityPortal(TestPortal portal, ManualTimeProvider clock) => (Portal, Clock) = (portal, clock);

    public TestPortal Portal { get; }

    public ManualTimeProvider Clock { get; }

    public static async Task<IdentityPortal> StartAsync(bool demo = true, Action<TestPortalOptions>? configure = null)
    {
        var clock = new ManualTimeProvider();
        return new IdentityPortal(await TestPortal.StartAsync(o =>
        {
            (o.Demo, o.Clock) = (demo, clock);
            o.Settings["Identity:PasswordIterations"] = "1000";
            configure?.Invoke(o);
        }), clock);
    }

    public HttpClient Browser() => Portal.CreateClient();

    public static Task<HttpResponseMessage> TryAsync(HttpClient browser, string username, string password, string query = "") =>
        browser.PostFormAsync("/sign-in" + query, new() { ["Username"] = username, ["Password"] = password });

    public Task<HttpResponseMessage> TryAsync(string username, string password, string query = "") => TryAsync(Browser(), username, password, query);

    public async Task<string> WordsOfAsync(string username, string password)
    {
        var answer = await TryAsync(username, password);
        return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Redirect
            ? throw new InvalidOperationException("The sign-in worked.")
            : Problem(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The words of the notice that says what went wrong.</summary>
    public static string Problem(string html)
    {
        var from = html.IndexOf("role=\"alert\"", StringComparison.Ordinal);
        if (from < 0)
        {
            return "";
        }

        // A list of reasons on most forms, a single sentence on the sign-in page.
        var ends = new[] { "</ul>", "</span>" }.Select(end => html.IndexOf(end, from, StringComparison.Ordinal)).Where(at => at > 0);
        return WebUtility.HtmlDecode(html[from..ends.Min()]);
    }

    public Task<T> ReadAsync<T>(Func<IdentityDb, Task<T>> read) => Portal.AsSystemAsync(s => read(s.GetRequiredService<IdentityDb>()));

    public Task<AuditEntry[]> AuditAsync() => Portal.AsSystemAsync(s =>
        s.GetRequiredService<AuditLog>().Within(new Reach(true, [], [], [])).OrderBy(e => e.Id).ToArrayAsync());

    public Task<User> UserAsync(string username) => ReadAsync(db => db.Users.AsNoTracking().SingleAsync(u => u.Username == username));

    public Task ChangeAsync(string username, Action<User> change) => Portal.ChangeAsSystemAsync(async services =>
    {
        var db = services.GetRequiredService<IdentityDb>();
        change(await db.Users.SingleAsync(u => u.Username == username));
        await db.SaveChangesAsync();
    });

    public async Task AddAsync(string username, params Grant[] grants)
    {
        await Portal.ChangeAsSystemAsync(async services =>
            (await services.GetRequiredService<Logins>().AddAsync(username, "Name of " + username, Password, grants, default)).Succeeded.ShouldBeTrue());
    }

    public async Task<CompanyId> CompanyAsync(string domain) =>
        (await Portal.AsSystemAsync(s => s.GetRequiredService<IMediator>().Send(new ListCompanies()))).Single(c => c.SipDomain == domain).Id;

    public async Task<SiteId> SiteAsync(CompanyId company, string name) =>
        (await Portal.AsSystemAsync(s => s.GetRequiredService<IMediator>().Send(new ListSites(company)))).Single(s => s.Name == name).Id;

    /// <summary>Everything the audit log says, in one text.</summary>
    public Task<string> AuditTextAsync() => Portal.AsSystemAsync(async services =>
    {
        var entries = await services.GetRequiredService<AuditLog>().Within(new Reach(true, [], [], [])).ToListAsync();
        return string.Join('\n', entries.Select(e => $"{e.Table} {e.UserName} {e.Before} {e.After}"));
    });

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
