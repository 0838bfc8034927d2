using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.CallLogs.Domain;
using Portal.CallLogs.Recording;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;

namespace Portal.CallLogs.Data;

/// <summary>Puts finished calls of any company into the database.</summary>
internal sealed class CallStore(SystemWork system, CallLogTopic topic)
{
    /// <summary>
    /// Stores the calls in one transaction. A call that is there already stays as it is: the journal may hold what a slow save
    /// has stored after all.
    /// </summary>
    public async Task SaveAsync(IReadOnlyList<CallRecord> records, CancellationToken ct)
    {
        await system.ChangeAsync("call records", services => AddAsync(services, records, ct), ct);
        topic.Changed();
    }

    private static async Task AddAsync(IServiceProvider services, IReadOnlyList<CallRecord> records, CancellationToken ct)
    {
        var db = services.GetRequiredService<CallLogsDb>();
        var ids = records.Select(r => r.Id).ToArray();
        var known = (await db.Calls.Where(c => ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(ct)).ToHashSet();
        // Without the module that keeps numbers, only international ones are recognised.
        var numbers = services.GetService<INumberDirectory>();
        await db.AppendAsync([.. records.Where(r => known.Add(r.Id)).Select(r => LoggedCall.From(r, numbers?.CountryOf(r.Company)))], ct);
    }
}
