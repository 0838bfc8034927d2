using MediatR;
using Microsoft.Extensions.Configuration;
using Portal.CallLogs.Data;
using Portal.CallLogs.Domain;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.CallLogs.Demo;

/// <summary>
/// Thirty days of made call history up to now, the same on every machine but for the moment it ends: 2,500 calls for Acme and
/// 300 for Beta. <c>Demo:Calls</c> sets another number for Acme, for measuring.
/// </summary>
internal sealed class DemoCalls(CallLogsDb db, IMediator mediator, IConfiguration configuration, TimeProvider clock) : IDemoData
{
    private const int Acme = 2_500, Beta = 300, Batch = 2_000;

    public int Order => 40;

    public async Task SeedAsync(CancellationToken ct)
    {
        foreach (var company in await mediator.Send(new ListCompanies(), ct))
        {
            var count = company.SipDomain switch
            {
                "acme.localhost" => Math.Max(0, configuration.GetValue("Demo:Calls", Acme)),
                "beta.localhost" => Beta,
                _ => 0,
            };
            var people = await mediator.Send(new ListEmployees(company.Id), ct);
            if (count == 0 || people.Count == 0)
            {
                continue;
            }

            var zone = TimeZoneInfo.TryFindSystemTimeZoneById(company.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
            var history = new CallHistory(company.Id, [.. people.OrderBy(p => p.Extension, StringComparer.Ordinal)], zone, clock.GetUtcNow(), seed: company.SipDomain.Aggregate(2026, (sum, letter) => unchecked((sum * 31) + letter)));
            foreach (var batch in history.Make(count).Chunk(Batch))
            {
                db.AddRange(batch.Select(r => LoggedCall.From(r, company.Country)));
                await db.SaveChangesAsync(ct);
                db.ChangeTracker.Clear();
            }
        }
    }
}
