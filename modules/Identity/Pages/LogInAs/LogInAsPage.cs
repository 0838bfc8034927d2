using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Sessions;
using Portal.Identity.SignIn;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.LogInAs;

/// <summary>Asks once more, then signs in as somebody else. Reached from the list of users and from an employee's pages.</summary>
internal abstract class LogInAsPage(IMediator mediator, IdentityDb db, IAccess access, CurrentUser asker) : PortalPage
{
    public User? Person { get; private set; }

    public string? WhyNot { get; private set; }

    public string Back { get; protected set; } = "/users";

    protected async Task<bool> LoadAsync(UserId id, CancellationToken ct)
    {
        var grants = await db.Grants.AsNoTracking().Where(g => g.UserId == id).ToListAsync(ct);
        if (!access.Allows(IdentityModule.LogInAsUser, UserGrant.ScopeOf(grants))
            || await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } person)
        {
            return false;
        }

        Person = person;
        WhyNot = LogInAsHandler.WhyNot(asker, grants, person);
        Head.Title = T($"Log in as {person.DisplayName}");
        return true;
    }

    protected async Task<IActionResult> EnterAsync(CancellationToken ct)
    {
        if (Session.Read(User) is not { } own)
        {
            return Forbid();
        }

        var outcome = await mediator.Send(new Portal.Identity.Sessions.LogInAs(Person!.Id, own.Session, Request.Headers.UserAgent.ToString()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        await Session.IssueAsync(HttpContext, outcome.Value);
        return LocalRedirect("~/start");
    }
}
