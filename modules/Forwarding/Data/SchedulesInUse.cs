using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Data;

/// <summary>A schedule stays while somebody's forwarding follows it, switched on or not.</summary>
internal sealed class SchedulesInUse(ForwardingDb db, IExtensionDirectory directory) : INotificationHandler<DeletingSchedule>
{
    public async Task Handle(DeletingSchedule notification, CancellationToken cancellationToken)
    {
        foreach (var employee in await db.Rules.Where(r => r.ScheduleId == notification.Schedule.Id).Select(r => r.EmployeeId).ToListAsync(cancellationToken))
        {
            notification.Keep(directory.Find(employee) is { } entry
                ? T($"the call forwarding of {entry.DisplayName} ({entry.Number})")
                : T("the call forwarding of a former employee"));
        }
    }
}
