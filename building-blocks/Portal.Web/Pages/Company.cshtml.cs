using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Shell;

namespace Portal.Web.Pages;

/// <summary>Chooses the company to look at. The top bar shows the same list; without script it is this page.</summary>
[SignedIn]
internal sealed class CompanyModel(CurrentUser user, IEnumerable<ICompanyChoice> choices) : PortalPage
{
    private const int Shown = 50, ShownLive = 12, LongestText = 100;

    private readonly ICompanyChoice? _choice = choices.LastOrDefault();

    public string Q { get; private set; } = "";

    public string Back { get; private set; } = "/";

    public IReadOnlyList<CompanyOffer> Offers { get; private set; } = [];

    public bool HasMore { get; private set; }

    public CompanyId? Chosen => user.ChosenCompany;

    public async Task<IActionResult> OnGetAsync(string? q, string? back, CancellationToken cancellationToken)
    {
        if (!user.MayChooseCompany || _choice is null)
        {
            return NotFound();
        }

        Head.Title = T("Choose a company");
        Head.Lead = T("Lists then show this company only. Nothing else changes: other companies' pages stay open to you.");
        Q = q?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestText)] : "";
        Back = back ?? "/";
        var limit = Request.IsHtmxNonBoosted() ? ShownLive : Shown;
        var found = await _choice.FindAsync(Q, limit + 1, cancellationToken);
        (Offers, HasMore) = ([.. found.Take(limit)], found.Count > limit);
        return FragmentOrPage("/Pages/Shared/_CompanyOffers.cshtml");
    }

    public async Task<IActionResult> OnPostAsync([FromForm] CompanyId? company, [FromForm] string? back, CancellationToken cancellationToken)
    {
        if (!user.MayChooseCompany || _choice is null
            || company is { } wanted && await _choice.NameOfAsync(wanted, cancellationToken) is null)
        {
            return NotFound();
        }

        CompanySwitch.Remember(Response, company);
        return LocalRedirect(CompanySwitch.GoOn(back, company));
    }
}
