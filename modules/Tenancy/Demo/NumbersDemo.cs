using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Numbering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;

namespace Portal.Tenancy.Demo;

/// <summary>
/// Twenty numbers for each site, of the ranges that the British regulator keeps for films; the first employees of a site have one each,
/// and five more are still to come.
/// </summary>
internal sealed class NumbersDemo(TenancyDb db, UnitOfWork unit, IMediator mediator, NumberChanges changes, IEnumerable<IExtensionDirectory> extensions) : IDemoData
{
    private static readonly Dictionary<string, long> Ranges = new() { ["London"] = 442079460000, ["Leeds"] = 441134960000, ["Manchester"] = 441614960000 };

    private const int PerSite = 20, Pending = 5, MostEmployees = 100;

    public int Order => 30;

    public async Task SeedAsync(CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        foreach (var site in await db.Sites.ToListAsync(ct))
        {
            if (!Ranges.TryGetValue(site.Name, out var start))
            {
                continue;
            }

            var people = extensions.Any()
                ? (await mediator.Send(new ListEmployees(site.CompanyId, MostEmployees), ct)).Where(e => e.SiteId == site.Id).Take(10).ToArray()
                : [];
            for (var i = 0; i < PerSite + Pending; i++)
            {
                var number = Number.Add(
                    site.CompanyId, $"+{start + i}", NumberKind.FixedLine, i < PerSite ? NumberState.Free : NumberState.Ordered, site.Id,
                    new NumberTerms(250, false, DateOnly.FromDateTime(now.UtcDateTime)), now);
                db.Numbers.Add(number);
                changes.Note(number, NumberHappening.Added);
                if (i > 0 && i <= people.Length)
                {
                    await changes.AssignAsync(number, NumberOwner.Of(people[i - 1].Id), site.Id, people[i - 1].FullName, ct);
                }
            }

            await changes.SaveAsync(ct);
        }
    }
}
