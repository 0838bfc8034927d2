using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.CallLogs.Search;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;
using Portal.TestHost;
using Portal.Testing.Clock;

namespace Portal.CallLogs.Tests;

public partial class Paging_and_sorting
{
    private const int Many = 10_000;
    private readonly Office _office = new();

    [Theory, InlineData(false), InlineData(true)]
    public async Task Visits_every_call_once_in_order(bool postgres)
    {
        await using var portal = await _office.OpenAsync(o => (o.Clock, o.Postgres) = (new ManualTimeProvider(Office.Noon), postgres));
        await Office.StoreAsync(portal, ManyCalls());

        foreach (var (byDuration, descending) in new[] { (false, true), (false, false), (true, true), (true, false) })
        {
            var visited = await AsAdminAsync(portal, async db =>
            {
                var all = new List<LoggedCall>(Many);
                CallCursor? after = null;
                while (true)
                {
                    var calls = after?.Following(db.Calls, byDuration, descending) ?? db.Calls;
                    var page = await CallCursor.Order(calls.AsNoTracking(), byDuration, descending).Take(997).ToListAsync();
                    all.AddRange(page);
                    if (page.Count < 997)
                    {
                        return all;
                    }

                    after = CallCursor.Parse(CallCursor.Of(page[^1]).ToString());
                }
            });

            visited.Count.ShouldBe(Many);
            visited.Select(c => c.Id).Distinct().Count().ShouldBe(Many);
            var keys = visited.Select(c => byDuration ? c.TalkMilliseconds : c.StartedAt.UtcTicks).ToArray();
            keys.ShouldBe(descending ? keys.OrderDescending() : keys.Order());
        }
    }

    [Fact]
    public async Task Follows_the_next_link_through_the_pages()
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        await Office.StoreAsync(portal, ManyCalls().Take(230));
        using var anna = portal.ClientFor(_office.AcmeAdmin);

        var seen = new List<string>();
        string? address = "/call-logs?size=50&period=all&sort=-duration";
        while (address is not null)
        {
            var page = await anna.GetStringAsync(address);
            seen.AddRange(RowLink().Matches(page).Select(m => m.Groups[1].Value));
            address = NextLink().Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }

        seen.Count.ShouldBe(230);
        seen.Distinct().Count().ShouldBe(230);
    }

    [Theory]
    [InlineData("q=jane", 2)]
    [InlineData("q=JONES", 2)]
    [InlineData("q=020 7946 0101", 1)]
    [InlineData("q=%2B44 20 7946", 1)]
    [InlineData("q=2101", 1)]
    [InlineData("q=100%25", 0)]
    [InlineData("q=_", 0)]
    [InlineData("status=busy", 1)]
    [InlineData("direction=internal", 2)]
    [InlineData("direction=dialled", 1)]
    [InlineData("direction=missed", 1)]
    [InlineData("period=today", 2)]
    [InlineData("", 3)]
    [InlineData("period=all", 4)]
    [InlineData("from=2026-03-01&to=2026-03-01", 1)]
    [InlineData("from=2026-03-01&to=2026-03-01&q=jane", 0)]
    public async Task Narrows_by_party_status_direction_and_date(string query, int expected)
    {
        await using var portal = await _office.OpenAsync(o => o.Clock = new ManualTimeProvider(Office.Noon));
        var (john, jane, emily) = (Office.Line(_office.John), Office.Line(_office.Jane), Office.Line(_office.Emily));
        await Office.StoreAsync(portal,
            _office.Call(john, jane, Office.Noon.AddHours(-1)),
            _office.Call(jane, john, Office.Noon.AddHours(-2), CallResult.Busy),
            _office.Call(emily, Office.Outside("+442079460101", "Castle Insurance"), Office.Noon.AddDays(-1)),
            _office.Call(Office.Outside("+441632960011"), john, Office.Noon.AddDays(-20)));
        using var anna = portal.ClientFor(_office.AcmeAdmin);
        RowLink().Matches(await anna.GetStringAsync("/call-logs?" + query)).Count.ShouldBe(expected);
    }

    [Fact]
    public async Task Uses_an_index_for_every_kind_of_list()
    {
        await using var portal = await _office.OpenAsync();
        await Office.StoreAsync(portal, ManyCalls());
        var day = new CallPeriod(Office.Noon.AddDays(-1), Office.Noon);
        var company = new CallSearch(new Viewpoint(), day, null, CallStatus.Find("busy"), "jane");
        (await PlanAsync(portal, _office.AcmeAdmin, company)).ShouldSatisfyAllConditions(
            p => p.ShouldContain("IX_calls_CompanyId_StartedAt_Id (CompanyId=? AND StartedAt>? AND StartedAt<?)"),
            p => p.ShouldNotContain("SCAN c"), p => p.ShouldNotContain("TEMP B-TREE"));

        var afterRow = new CallCursor(0, Office.Noon.AddHours(-3), Guid.NewGuid());
        (await PlanAsync(portal, _office.AcmeAdmin, company with { Period = new(null, null) }, afterRow)).ShouldSatisfyAllConditions(
            p => p.ShouldContain("IX_calls_CompanyId_StartedAt_Id (CompanyId=? AND StartedAt<?)"), p => p.ShouldNotContain("TEMP B-TREE"));

        (await PlanAsync(portal, _office.Operator, company with { Period = new(null, null) })).ShouldSatisfyAllConditions(
            p => p.ShouldContain("IX_calls_StartedAt_Id"), p => p.ShouldNotContain("TEMP B-TREE"));

        var employee = new CallSearch(new Viewpoint(Employee: _office.John.Id), day, null, null, "");
        foreach (var (grant, search) in new[]
        {
            (_office.Self(_office.John), employee), (_office.AcmeAdmin, employee with { Period = new(null, null) }),
            (_office.Operator, employee with { View = new Viewpoint(_office.Acme, Employee: _office.John.Id) }),
        })
        {
            (await PlanAsync(portal, grant, search)).ShouldSatisfyAllConditions(
                p => p.ShouldContain("IX_calls_CompanyId_CallerEmployee_StartedAt_Id (CompanyId=? AND CallerEmployee=?"),
                p => p.ShouldContain("IX_calls_CompanyId_CalledEmployee_StartedAt_Id (CompanyId=? AND CalledEmployee=?"),
                p => p.ShouldContain("IX_calls_CompanyId_ReachedEmployee_StartedAt_Id (CompanyId=? AND ReachedEmployee=?"),
                p => p.ShouldNotContain("SCAN"), p => p.ShouldNotContain("TEMP B-TREE"));
        }
    }

    private IEnumerable<CallRecord> ManyCalls()
    {
        var random = new Random(7);
        // Many share a moment and a duration, so that only the id tells them apart.
        return Enumerable.Range(0, Many).Select(n => _office.Call(
            Office.Line(n % 3 == 0 ? _office.John : _office.Emily), Office.Line(_office.Jane),
            Office.Noon.AddMinutes(-random.Next(2_000)), n % 5 == 0 ? CallResult.Busy : CallResult.Answered, talkSeconds: random.Next(40)));
    }

    private async Task<T> AsAdminAsync<T>(TestPortal portal, Func<CallLogsDb, Task<T>> work, Grant? grant = null)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActFor(UserId.New(), "test", "Test", null, [grant ?? _office.AcmeAdmin]);
        return await work(scope.ServiceProvider.GetRequiredService<CallLogsDb>());
    }

    private Task<string> PlanAsync(TestPortal portal, Grant grant, CallSearch search, CallCursor? after = null) => AsAdminAsync(portal, async db =>
    {
        await db.Database.OpenConnectionAsync();
        var plan = new List<string>();
        foreach (var part in search.Parts(db.Calls.AsNoTracking()))
        {
            var calls = after?.Following(part, byDuration: false, descending: true) ?? part;
            await using var command = CallCursor.Order(calls, byDuration: false, descending: true).Take(26).CreateDbCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(3));
            }
        }

        return string.Join('\n', plan);
    }, grant);

    [GeneratedRegex("class=\"row-link\" href=\"/call-logs/([0-9a-f-]{36})\"")]
    private static partial Regex RowLink();

    [GeneratedRegex("<a class=\"btn\" href=\"([^\"]*after=[^\"]*)\"")]
    private static partial Regex NextLink();
}
