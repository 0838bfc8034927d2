using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.Identity.Pages.PartnerLogins;

/// <summary>On a partner's page: who signs in for the partner.</summary>
internal sealed class PartnerLoginsPart(IdentityDb db, IAccess access, TimeProvider clock) : ViewComponent
{
    private const int Most = 10;

    public async Task<IViewComponentResult> InvokeAsync(PartnerSummary partner)
    {
        var ct = HttpContext.RequestAborted;
        var theirs = db.Users.AsNoTracking().OfPartner(db.Grants, partner.Id);
        return View("/Pages/PartnerLogins/_PartnerLogins.cshtml", new Shown(
            partner, await theirs.OrderBy(u => u.DisplayName).ThenBy(u => u.Username).Take(Most).ToListAsync(ct), await theirs.CountAsync(ct), clock.GetUtcNow(),
            access.Allows(IdentityModule.AddUsers, ObjectScope.Platform)));
    }

    internal sealed record Shown(PartnerSummary Partner, IReadOnlyList<User> Logins, int Count, DateTimeOffset Now, bool MayAdd);
}
