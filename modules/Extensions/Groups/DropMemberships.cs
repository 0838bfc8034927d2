using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Data;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Groups;

/// <summary>A removed group has no members.</summary>
internal sealed class DropMemberships(ExtensionsDb db) : INotificationHandler<GroupsRemoved>
{
    public async Task Handle(GroupsRemoved notification, CancellationToken cancellationToken)
    {
        var groups = notification.Groups;
        db.Memberships.RemoveRange(await db.Memberships
            .Where(m => m.CompanyId == notification.Company && groups.Contains(m.GroupId)).ToListAsync(cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
    }
}
