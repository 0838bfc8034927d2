using MediatR;
using Portal.Identity.Contracts;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Requests;

/// <summary>A removed group has no administrators.</summary>
internal sealed class ForgetRemovedGroups(IRequestHandler<ForgetGroup, Modularity.Requests.Outcome> forget) : INotificationHandler<GroupsRemoved>
{
    public async Task Handle(GroupsRemoved notification, CancellationToken cancellationToken)
    {
        foreach (var group in notification.Groups)
        {
            await forget.Handle(new ForgetGroup(notification.Company, group), cancellationToken);
        }
    }
}
