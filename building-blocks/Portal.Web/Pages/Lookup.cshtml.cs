using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Web.Lists;
using Portal.Web.Shell;

namespace Portal.Web.Pages;

/// <summary>Finds the value of a list's filter. The filter shows the offers as one types; without script they are this page.</summary>
[SignedIn]
internal sealed class LookupModel(IEnumerable<IFilterChoice> lookups) : PortalPage
{
    private const int Shown = 100, ShownLive = 12, LongestText = 100, LongestKey = 20;

    public string Hint { get; private set; } = "";

    public string Q { get; private set; } = "";

    /// <summary>The list to go back to, without the filter.</summary>
    public string Back { get; private set; } = "/";

    /// <summary>The filter's word in the list's address.</summary>
    public string Key { get; private set; } = "";

    public IReadOnlyList<FilterOffer> Offers { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string Choosing(FilterOffer offer) => $"{Back}{(Back.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Key}={offer.Id}";

    public async Task<IActionResult> OnGetAsync(string name, string? q, string? key, string? back, CancellationToken cancellationToken)
    {
        if (lookups.FirstOrDefault(l => l.Name == name) is not { } lookup || key is not { Length: > 0 and <= LongestKey } || !key.All(char.IsAsciiLetterLower))
        {
            return NotFound();
        }

        (Key, Hint, Back) = (key, lookup.Hint, LocalAddress.OrStart(back));
        Head.Title = T("Choose what the list shows");
        Q = q?.Trim() is { Length: > 0 } text ? text[..Math.Min(text.Length, LongestText)] : "";
        var limit = Request.IsHtmxNonBoosted() ? ShownLive : Shown;
        var found = await lookup.FindAsync(Q, limit + 1, cancellationToken);
        (Offers, HasMore) = ([.. found.Take(limit)], found.Count > limit);
        return FragmentOrPage("/Pages/Shared/_LookupOffers.cshtml");
    }
}
