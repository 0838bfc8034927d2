using Microsoft.AspNetCore.Mvc;
using Portal.Modularity.Access;
using Portal.Modularity.Plugins;
using Portal.Web.Lists;
using Portal.Web.Platform;

namespace Portal.Web.Pages.Plugins;

[Needs(PlatformOffers.ViewPlugins)]
internal sealed class IndexModel(PluginReport report) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("plugins", "plugins")
        .Column("plugin", "Plugin").Column("version", "Version").Column("state", "State").Column("reason", "Reason");

    public PagedList<PluginStatus> List { get; private set; } = default!;

    public IActionResult OnGet()
    {
        Head.Title = T("Plugins");
        Head.Lead = T("Features added to this installation. A plugin that fails is left out and the portal runs without it.");
        var query = Shape.Read(Request);
        List = new(query, [.. report.Plugins.Skip(query.Skip).Take(query.Size)], report.Plugins.Count);
        return FragmentOrPage("_Plugins");
    }
}
