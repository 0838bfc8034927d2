using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Pages.ContactLogins;

/// <summary>On a contact's page: whether there is a portal login, and the way to it.</summary>
internal sealed class ContactLoginPart(IdentityDb db, IAccess access, TimeProvider clock) : ViewComponent
{
    public async Task<IViewComponentResult> InvokeAsync(ContactSummary contact)
    {
        var ct = HttpContext.RequestAborted;
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.ContactId == contact.Id, ct);
        var layer = user is null ? null : Hierarchy.LayerOf(await db.Grants.AsNoTracking().Where(g => g.UserId == user.Id).ToListAsync(ct));
        return View("/Pages/ContactLogins/_ContactLogin.cshtml", new Shown(
            contact, user, layer, user?.IsLockedAt(clock.GetUtcNow()) == true,
            access.Allows(IdentityModule.AddUsers, new ObjectScope(contact.Company)), access.Allows(IdentityModule.ResetPasswords, new ObjectScope(contact.Company))));
    }

    internal sealed record Shown(ContactSummary Contact, User? Login, Role? Layer, bool Locked, bool MayGive, bool MayOpen);
}
