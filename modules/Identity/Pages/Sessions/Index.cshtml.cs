using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;

namespace Portal.Identity.Pages.Sessions;

/// <summary>Who is signed in now (ID9), on the customers' side and on the provider's.</summary>
[Needs(IdentityModule.ViewSessions)]
internal sealed class IndexModel(IMediator mediator, IAccess access, SessionList sessions) : SessionsPage(mediator)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Sessions");
        Head.Lead = T("Who is signed in to the portal. Select an IP address to ask who it is.");
        List = await sessions.ReadAsync(sessions.Within(access.ReachOf(IdentityModule.ViewSessions)), SessionList.Shape.Read(Request), ct);
        return FragmentOrPage("_List");
    }

    public Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken ct) => EndAsync(session, ct);
}
