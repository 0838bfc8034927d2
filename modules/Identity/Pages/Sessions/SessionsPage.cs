using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Sessions;
using Portal.Modularity.Requests;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Identity.Pages.Sessions;

/// <summary>What the two lists of sessions have in common: the table, and End in its rows.</summary>
internal abstract class SessionsPage(IMediator mediator) : PortalPage
{
    public PagedList<SessionList.Row> List { get; protected set; } = default!;

    protected async Task<IActionResult> EndAsync(Guid session, CancellationToken ct)
    {
        var outcome = await mediator.Send(new EndSession(session), ct);
        if (outcome.Kind is not (OutcomeKind.Done or OutcomeKind.Refused))
        {
            return Failed(outcome);
        }

        if (outcome.Succeeded)
        {
            Toast(T("The session is ended."));
        }
        else
        {
            Toast(Tone.Warning, outcome.Problems[0].Message);
        }

        return LocalRedirect(Request.PathBase + Request.Path);
    }
}
