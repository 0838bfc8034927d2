using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Users;

[Needs(IdentityModule.ViewUsers)]
internal sealed class OfCompanyModel(IdentityDb db, IMediator mediator, IAccess access, UserList users) : UsersPage(mediator)
{
    private readonly IMediator _mediator = mediator;

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.ViewUsers, new ObjectScope(id)) || await _mediator.Send(new FindCompany(id), ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Users");
        Head.Lead = T($"Everyone of {company.Name} who may sign in to the portal.");
        Head.Under(company.Name, $"/companies/{id}");
        Head.Subject = Subject.Company(id, company.Name, company.SipDomain);
        Head.PrimaryAction = new(T("Add administrator"), $"/companies/{id}/users/new", "plus", IdentityModule.AddUsers);
        var within = db.Users.AsNoTracking().Reach(db.Grants, new Reach(false, [id], [], []));
        List = await users.ReadAsync(within, UserList.Shape.Read(Request), ct);
        return FragmentOrPage("_Users");
    }

    public async Task<IActionResult> OnPostUnlockAsync(CompanyId id, UserId user, CancellationToken ct) =>
        access.Allows(IdentityModule.ViewUsers, new ObjectScope(id)) ? await UnlockAsync(user, ct) : NotFound();
}
