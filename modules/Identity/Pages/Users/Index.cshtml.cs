using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Pages.Users;

[Needs(IdentityModule.ViewUsers)]
internal sealed class IndexModel(IdentityDb db, IMediator mediator, IAccess access, CurrentUser asker, UserList users) : UsersPage(mediator)
{
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Users");
        Head.Lead = T("Everyone who may sign in to the portal.");
        Head.PrimaryAction = asker switch
        {
            { IsOperator: true } => new(T("Add operator"), "/users/new", "plus", IdentityModule.AddUsers),
            { Company: { } company } => new(T("Add administrator"), $"/companies/{company}/users/new", "plus", IdentityModule.AddUsers),
            _ => null,
        };
        var within = db.Users.AsNoTracking().Reach(db.Grants, access.ListReach(IdentityModule.ViewUsers));
        List = await users.ReadAsync(within, UserList.Shape.Read(Request), ct);
        return FragmentOrPage("_Users");
    }

    public Task<IActionResult> OnPostUnlockAsync(UserId user, CancellationToken ct) => UnlockAsync(user, ct);
}
