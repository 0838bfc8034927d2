using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Pages.Users;

[Needs(IdentityModule.ViewUsers)]
internal sealed class IndexModel(IdentityDb db, IMediator mediator, IAccess access, UserList users) : UsersPage(mediator)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Users");
        Head.Lead = T("Everyone who may sign in to the portal.");
        var within = db.Users.AsNoTracking().Reach(db.Grants, access.ReachOf(IdentityModule.ViewUsers));
        List = await users.ReadAsync(within, UserList.Shape.Read(Request), ct);
        return FragmentOrPage("_Users");
    }

    public Task<IActionResult> OnPostUnlockAsync(UserId user, CancellationToken ct) => UnlockAsync(user, ct);
}
