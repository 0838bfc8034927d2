using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Jobs;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Jobs;

/// <summary>Suspends companies whose trial is over; the switch refuses their calls from then on.</summary>
internal sealed class EndTrials(TenancyDb db, UnitOfWork unit, IMediator mediator) : IJob
{
    public const string Name = "Suspend companies whose trial has ended";

    public async Task RunAsync(CancellationToken ct)
    {
        var now = unit.Clock.GetUtcNow();
        // The day ends where the company is: as late as twelve hours after it has ended in Greenwich.
        var latest = DateOnly.FromDateTime(now.UtcDateTime).AddDays(1);
        await unit.BeginAsync(ct);
        foreach (var company in await db.Companies.Where(c => c.Status == CompanyStatus.Trial && c.TrialEnds != null && c.TrialEnds <= latest).ToListAsync(ct))
        {
            if (company.TrialDaysLeft(now) < 0)
            {
                company.EndTrial();
                await db.SaveChangesAsync(ct);
                await mediator.Publish(new CompanyChanged(company.ToSummary()), ct);
            }
        }

        await unit.CommitAsync(ct);
    }
}
