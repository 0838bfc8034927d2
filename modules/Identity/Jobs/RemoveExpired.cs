using Microsoft.EntityFrameworkCore;
using Portal.Data.Jobs;
using Portal.Identity.Data;

namespace Portal.Identity.Jobs;

/// <summary>
/// Removes one-time links and codes a week after they ran out, and trusted devices that are trusted no more. Who was sent a link, and when,
/// stays in the audit log.
/// </summary>
internal sealed class RemoveExpired(IdentityDb db, TimeProvider clock) : IJob
{
    public const string Name = "Remove one-time links and codes that ran out";

    /// <summary>Longer than any count of "how many in the last hour" looks back.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Kept;
        await db.Links.Where(l => l.ExpiresAt < before).ExecuteDeleteAsync(ct);
        await db.EmailCodes.Where(c => c.ExpiresAt < before).ExecuteDeleteAsync(ct);
        await db.TrustedDevices.Where(d => d.ExpiresAt < before).ExecuteDeleteAsync(ct);
    }
}
