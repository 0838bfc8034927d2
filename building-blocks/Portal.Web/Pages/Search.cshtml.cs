using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Web.Search;

namespace Portal.Web.Pages;

[SignedIn]
internal sealed class SearchModel(SearchAnswer answer) : PortalPage
{
    private const int Shown = 50, ShownLive = 6;

    public string Q { get; private set; } = "";

    public IReadOnlyList<SearchGroup> Groups { get; private set; } = [];

    public int Hits => Groups.Sum(g => g.Hits.Count);

    /// <summary>There may be more than is shown under the search box.</summary>
    public bool IsCut => Groups.Any(g => g.Hits.Count == ShownLive);

    public async Task<IActionResult> OnGetAsync(string? q, CancellationToken cancellationToken)
    {
        Head.Title = T("Search");
        Q = (q ?? "").Trim();
        var live = Request.IsHtmxNonBoosted();
        Groups = await answer.FindAsync(Q, live ? ShownLive : Shown, cancellationToken);
        return FragmentOrPage("/Pages/Shared/_SearchOptions.cshtml");
    }
}
