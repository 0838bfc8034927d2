using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Pages.Users;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.PartnerLogins;

/// <summary>Who signs in for a partner. Operators look after them.</summary>
[Needs(IdentityModule.ViewUsers)]
internal sealed class IndexModel(IdentityDb db, IMediator mediator, IAccess access, UserList users) : UsersPage(mediator)
{
    private readonly IMediator _mediator = mediator;

    public async Task<IActionResult> OnGetAsync(PartnerId id, CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.ViewUsers, ObjectScope.Platform) || await _mediator.Send(new FindPartner(id), ct) is not { } partner)
        {
            return NotFound();
        }

        Head.Title = T("Logins");
        Head.Lead = T($"Everyone who signs in for {partner.Name}.");
        Head.Under(T("Partners"), "/partners").Under(partner.Name, $"/partners/{id}");
        Head.PrimaryAction = new(T("Add login"), $"/partners/{id}/users/new", "plus", IdentityModule.AddUsers);
        List = await users.ReadAsync(db.Users.AsNoTracking().OfPartner(db.Grants, id), UserList.Shape.Read(Request), ct);
        return FragmentOrPage("/Pages/Users/_Users.cshtml");
    }

    public async Task<IActionResult> OnPostUnlockAsync(PartnerId id, UserId user, CancellationToken ct) =>
        access.Allows(IdentityModule.ViewUsers, ObjectScope.Platform) ? await UnlockAsync(user, ct) : NotFound();
}
