using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web.Pages;

/// <summary>Leads somebody who has just signed in to where their role begins its day.</summary>
[SignedIn]
internal sealed class StartModel(ModuleCatalog catalog, CurrentUser user) : PortalPage
{
    public IActionResult OnGet()
    {
        // The widest role first; one that fits nowhere, such as a group administrator without a group, leaves it to the next.
        foreach (var offers in user.Grants.Select(g => g.Role).Distinct().Order().Select(r => catalog.All<Landing>().Where(l => l.Role == r).OrderBy(l => l.Order).ToArray()))
        {
            if (offers.Length == 0)
            {
                break;
            }

            if (offers.Select(l => l.For(user.Grants)).FirstOrDefault(h => h is not null) is { } href)
            {
                return LocalRedirect(href);
            }
        }

        return LocalRedirect("~/");
    }
}
