using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Audit;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.TestHost;

namespace Portal.Architecture.Tests;

/// <summary>Beta's administrator, with good credentials, knocks at every address with Acme's ids.</summary>
public partial class Isolation
{
    // Names that stand on Acme's pages only; none of them may reach Beta.
    private static readonly string[] Acmes = ["Smith", "Jones", "Leeds", "acme.localhost"];

    [Fact]
    public async Task Another_companys_ids_are_not_found_on_any_route()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var ids = await IdsOfAsync(portal, "acme.localhost");
        using var anna = await portal.SignInAsync("anna.admin");
        using var bella = await portal.SignInAsync("bella.admin");
        var token = TokenPattern().Match(await bella.GetStringAsync("/profile")).Groups[1].Value;
        var (found, leaks) = (0, new List<string>());

        foreach (var (route, path) in RoutesWithIds(portal, ids))
        {
            // The control: the address is right, so that a 404 for Bella says something.
            var own = await anna.GetAsync(path);
            found += own.StatusCode == HttpStatusCode.OK ? 1 : 0;

            var read = await bella.GetAsync(path);
            // A page that is not for company administrators at all refuses both alike, and so says nothing of the id.
            var forNeither = read.StatusCode == HttpStatusCode.Forbidden && own.StatusCode == HttpStatusCode.Forbidden;
            if (!forNeither && read.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed) && own.StatusCode != HttpStatusCode.NotFound)
            {
                leaks.Add($"GET {route}: {(int)read.StatusCode}");
            }

            foreach (var method in new[] { HttpMethod.Post, HttpMethod.Delete, HttpMethod.Put })
            {
                var write = await bella.SendAsync(new HttpRequestMessage(method, path)
                {
                    Headers = { { "RequestVerificationToken", token } },
                    Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token }),
                });
                var body = await write.Content.ReadAsStringAsync();
                if ((int)write.StatusCode is < 400 && write.Headers.Location?.OriginalString.Contains("sign-in", StringComparison.Ordinal) != true
                    || Acmes.Any(a => body.Contains(a, StringComparison.Ordinal)))
                {
                    leaks.Add($"{method} {route}: {(int)write.StatusCode}");
                }
            }
        }

        leaks.ShouldBeEmpty();
        found.ShouldBeGreaterThan(8, "Anna must reach most of her own pages, or the test knocks at the wrong addresses.");
        var written = await portal.AsSystemAsync(s => s.GetRequiredService<AuditLog>()
            .Within(new Reach(true, [], [], [])).CountAsync(e => e.UserName == "bella.admin" && e.Table != "identity_users"));
        written.ShouldBe(0, "a change by Bella was recorded");
    }

    [Fact]
    public async Task Lists_and_search_show_nothing_of_another_company()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        using var bella = await portal.SignInAsync("bella.admin");
        foreach (var path in new[] { "/", "/sites", "/employees", "/devices", "/registrations", "/call-logs", "/users", "/audit-log", "/search?q=smith", "/search?q=leeds", "/search?q=00156500" })
        {
            var body = await bella.GetStringAsync(path);
            Acmes.Where(a => body.Contains(a, StringComparison.Ordinal)).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task Somebody_who_has_not_signed_in_sees_no_page_but_the_door()
    {
        await using var portal = await TestPortal.StartAsync(o => o.Demo = true);
        var ids = await IdsOfAsync(portal, "acme.localhost");
        using var stranger = portal.CreateClient();
        foreach (var (route, path) in RoutesWithIds(portal, ids))
        {
            var answer = await stranger.GetAsync(path);
            (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed)
                .ShouldBeTrue($"{route}: {(int)answer.StatusCode}");
        }
    }

    private static IEnumerable<(string Route, string Path)> RoutesWithIds(TestPortal portal, IReadOnlyDictionary<string, string> ids) =>
        portal.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()
            .Select(e => e.RoutePattern.RawText!.TrimStart('/'))
            .Where(r => r.Contains("{id", StringComparison.Ordinal))
            .Distinct()
            .Select(r => (r, "/" + IdPattern().Replace(r, ids.GetValueOrDefault(r.Split('/')[0]) ?? Guid.NewGuid().ToString())));

    /// <summary>One object of each kind, by the first word of its address.</summary>
    private static Task<IReadOnlyDictionary<string, string>> IdsOfAsync(TestPortal portal, string domain) => portal.AsSystemAsync<IReadOnlyDictionary<string, string>>(async services =>
    {
        var company = (await services.GetRequiredService<MediatR.IMediator>().Send(new Tenancy.Contracts.ListCompanies()))
            .Single(c => c.SipDomain == domain).Id;
        var ids = new Dictionary<string, string> { ["companies"] = company.ToString() };
        await using var connection = await DatabaseFile.OpenAsync(portal.Folder);
        foreach (var table in await ReadAsync(connection, "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c ON c.name = 'CompanyId' JOIN pragma_table_info(m.name) i ON i.name = 'Id' WHERE m.type = 'table'"))
        {
            // tenancy_sites → sites: an object's address begins with the plural that its table is named by.
            var word = table[(table.IndexOf('_') + 1)..].Replace('_', '-');
            if ((await ReadAsync(connection, $"SELECT Id FROM {table} WHERE CompanyId = '{company.ToString().ToUpperInvariant()}' LIMIT 1")).FirstOrDefault() is { } id)
            {
                ids.TryAdd(word == "calls" ? "call-logs" : word, id.ToLowerInvariant());
            }
        }

        return ids;
    });

    private static async Task<IReadOnlyList<string>> ReadAsync(System.Data.Common.DbConnection connection, string sql)
    {
        var rows = new List<string>();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    [GeneratedRegex(@"\{id[^}]*\}")]
    private static partial Regex IdPattern();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
