using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Jobs;
using Portal.Identity.Domain.Credentials;

namespace Portal.Identity.Tests;

public class Forgetting_old_links
{
    [Fact]
    public async Task Removes_those_that_ran_out_a_week_ago_and_no_others()
    {
        await using var portal = await IdentityPortal.StartAsync();
        var anna = await portal.UserAsync("anna.admin");
        var now = portal.Clock.GetUtcNow();
        await portal.Portal.ChangeAsSystemAsync(async services =>
        {
            var db = services.GetRequiredService<Data.IdentityDb>();
            foreach (var (days, name) in new[] { (-8, "old"), (-6, "recent"), (1, "open") })
            {
                db.Add(new OneTimeLink { UserId = anna.Id, Hash = "hash of " + name, Address = "anna@example.org", CreatedAt = now.AddDays(days - 1), ExpiresAt = now.AddDays(days) });
                db.Add(new EmailCode { UserId = anna.Id, Hash = name, SentAt = now.AddDays(days), ExpiresAt = now.AddDays(days) });
            }

            await db.SaveChangesAsync();
        });

        await portal.Portal.Services.GetRequiredService<JobRunner>().RunAsync("Remove one-time links and codes that ran out", default);
        (await portal.ReadAsync(db => db.Links.Select(l => l.Hash).ToArrayAsync())).ShouldBe(["hash of recent", "hash of open"], ignoreOrder: true);
        (await portal.ReadAsync(db => db.EmailCodes.Select(c => c.Hash).ToArrayAsync())).ShouldBe(["recent", "open"], ignoreOrder: true);
    }
}
