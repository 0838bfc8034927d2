using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Requests;

/// <summary>
/// A contact's login follows the contact: name and address, and it goes when the contact does. Whoever changes the address could have the
/// password sent there, and whoever removes the contact takes the login away: both are for somebody above (ID4).
/// </summary>
internal sealed class FollowContacts(IdentityDb db, AccountRemoval removal, CurrentUser asker) : INotificationHandler<ChangingContact>
{
    public async Task Handle(ChangingContact notification, CancellationToken cancellationToken)
    {
        var (before, after) = (notification.Before, notification.After);
        if (await db.Users.SingleOrDefaultAsync(u => u.ContactId == before.Id, cancellationToken) is not { } user)
        {
            return;
        }

        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == user.Id).ToListAsync(cancellationToken);
        var mayManage = user.Id != asker.Id && Hierarchy.MayManage(asker.Grants, grants);
        if (after is null)
        {
            if (mayManage)
            {
                await removal.RemoveAsync(user, cancellationToken);
            }
            else
            {
                notification.Refuse("", T("This contact has a portal login, which only somebody above can take away; ask your provider."));
            }

            return;
        }

        if (EmailRules.Kept(before.Email) != EmailRules.Kept(after.Email))
        {
            if (!mayManage)
            {
                notification.Refuse(nameof(after.Email), T("This contact signs in with the present address; only somebody above can change it."));
                return;
            }

            if (EmailRules.WhyNot(after.Email) is { } reason)
            {
                notification.Refuse(nameof(after.Email), reason);
                return;
            }

            user.Email = EmailRules.Kept(after.Email);
        }

        user.DisplayName = after.Name;
        await db.SaveChangesAsync(cancellationToken);
    }
}
