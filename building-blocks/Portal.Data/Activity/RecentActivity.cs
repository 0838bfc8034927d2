using Microsoft.EntityFrameworkCore;
using Portal.Data.Core;
using Portal.Data.Jobs;
using Portal.Modularity;

namespace Portal.Data.Activity;

/// <summary>The last provisioning events of a company. The caller has checked that its reader may see the company.</summary>
public sealed class RecentActivity
{
    /// <summary>As many are shown (TE2).</summary>
    public const int Shown = 100;

    public const string View = "activity.view";

    private readonly CoreDb _db;

    internal RecentActivity(CoreDb db) => _db = db;

    public IQueryable<ActivityEntry> Of(CompanyId company) =>
        _db.Activity.AsNoTracking().Where(a => a.CompanyId == company).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(Shown);
}

/// <summary>After two years an event is removed (TE2).</summary>
internal sealed class PurgeActivity(CoreDb db, TimeProvider clock) : IJob
{
    public const string Name = "Remove recent activity after two years";

    public Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow().AddYears(-2);
        return db.Activity.Where(a => a.At < before).ExecuteDeleteAsync(ct);
    }
}
