using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Web.Search;

namespace Portal.Web.Pages;

[SignedIn]
internal sealed class SearchModel(SearchAnswer answer) : PortalPage
{
    public string Q { get; private set; } = "";

    public IReadOnlyList<SearchGroup> Groups { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        Head.Title = T("Search");
        Q = (q ?? "").Trim();
        var live = Request.IsHtmxNonBoosted();
        Groups = await answer.FindAsync(Q, live ? 6 : 50, cancellationToken);
        return FragmentOrPage("/Pages/Shared/_SearchHits.cshtml");
    }
}
