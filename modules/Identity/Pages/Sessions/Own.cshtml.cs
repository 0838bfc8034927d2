using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.Sessions;

/// <summary>Where one is signed in oneself.</summary>
[SignedIn, OwnAccountOnly]
internal sealed class OwnModel(IMediator mediator, IdentityDb db, SessionList list, CurrentUser user) : PortalPage
{
    public IReadOnlyList<SessionList.Row> Sessions { get; private set; } = [];

    public Guid? This => Session.Read(User)?.Session;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Your sessions");
        Head.Lead = T("Where you are signed in. End what you do not recognise, and change your password then.");
        Head.Under(T("Profile"), "/profile");
        var rows = await (from s in list.Open() join u in db.Users.AsNoTracking() on s.UserId equals u.Id where u.Id == user.Id select new { s, u }).ToListAsync(ct);
        var supporters = rows.Select(r => r.s.SupporterId).OfType<Modularity.UserId>().Distinct().ToArray();
        var names = await db.Users.AsNoTracking().Where(u => supporters.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, ct);
        Sessions = [.. rows
            .Select(r => list.RowOf(r.s, r.u, r.s.SupporterId is { } by ? names.GetValueOrDefault(by) : null, r.s.SupporterId is null))
            .OrderByDescending(r => r.Id == This).ThenByDescending(r => r.Seen)];
    }

    public async Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken ct)
    {
        var outcome = await mediator.Send(new EndOwnSessions(session, This), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T("The session is ended."));
        return LocalRedirect("~/profile/sessions");
    }

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken ct)
    {
        var outcome = await mediator.Send(new EndOwnSessions(null, This), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(N(outcome.Value, "One session is ended.", "{0} sessions are ended."));
        return LocalRedirect("~/profile/sessions");
    }
}
