using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Identity.Pages.Users;

/// <summary>What the two pages of accounts have in common: the table, and Force unlock in its rows.</summary>
internal abstract class UsersPage(IMediator mediator) : PortalPage
{
    public PagedList<UserList.Row> List { get; protected set; } = default!;

    /// <summary>Unlocks one account and shows the list again, as it was looked at.</summary>
    protected async Task<IActionResult> UnlockAsync(UserId user, CancellationToken ct)
    {
        var outcome = await mediator.Send(new ForceUnlock(user), ct);
        if (outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Refused))
        {
            return Failed(outcome);
        }

        if (outcome.Succeeded)
        {
            Toast(T("The account is unlocked. No e-mail was sent."));
        }
        else
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
        }

        return LocalRedirect(Request.PathBase + Request.Path);
    }
}
