using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web.Pages;

/// <summary>Leads somebody who has just signed in to where their role begins its day.</summary>
[SignedIn]
internal sealed class StartModel(ModuleCatalog catalog, CurrentUser user) : PortalPage
{
    public IActionResult OnGet() => LocalRedirect(catalog.All<Landing>()
        .Where(l => l.Role == user.MainRole)
        .OrderBy(l => l.Order)
        .Select(l => l.For(user.Grants))
        .FirstOrDefault(h => h is not null) ?? "~/");
}
