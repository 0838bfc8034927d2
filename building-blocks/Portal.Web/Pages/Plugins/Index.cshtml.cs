using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Modularity.Plugins;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Plugins;

[Needs(PlatformOffers.ViewPlugins)]
internal sealed class IndexModel(PluginReport report) : PortalPage
{
    public IReadOnlyList<PluginStatus> Plugins => report.Plugins;

    public IActionResult OnGet()
    {
        Head.Title = T("Plugins");
        Head.Lead = T("Features added to this installation. A plugin that fails is left out and the portal runs without it.");
        return Page();
    }
}
