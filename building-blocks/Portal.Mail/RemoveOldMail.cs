using Microsoft.EntityFrameworkCore;
using Portal.Data.Jobs;
using Portal.Mail.Data;
using Portal.Mail.Sending;
using Portal.Modularity;

namespace Portal.Mail;

/// <summary>Removes mail that was sent, kept or given up long ago, and its files. What is still on its way stays.</summary>
internal sealed class RemoveOldMail(MailDb db, MailOptions options, MailFolder folder, TimeProvider clock) : IJob
{
    public const string Name = "Remove old mail";

    private const int AtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow().AddDays(-options.KeepDays);
        while (await db.Messages.Where(m => m.State != MailState.Waiting && m.SettledAt < before).OrderBy(m => m.Id).Take(AtOnce)
            .Select(m => m.Id).ToListAsync(ct) is { Count: > 0 } old)
        {
            // The files first: what was interrupted is found again by its row.
            old.ForEach(folder.Remove);
            await db.Messages.Where(m => old.Contains(m.Id)).ExecuteDeleteAsync(ct);
        }
    }
}

public static class MailOffers
{
    /// <summary>The jobs of Portal.Mail, in the same words as a module.</summary>
    public static ModuleCatalog PortalMail(this ModuleCatalog offers) => offers.Job<RemoveOldMail>(RemoveOldMail.Name, JobSchedule.Daily(3));
}
