using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Numbers;
using Portal.Web.Search;

namespace Portal.Tenancy.Search;

/// <summary>Telephone numbers in the live search, written nationally or internationally; a hit leads to whose the number is.</summary>
internal sealed class NumberSearch(TenancyDb db, NumberLookup lookup, IAccess access) : ISearchSource
{
    private const int FewestDigits = 3;

    public string Group => "Numbers";

    public int Order => 15;

    public async Task<IReadOnlyList<SearchHit>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (text.Count(char.IsAsciiDigit) < FewestDigits || !text.All(IsPartOfNumber) || access.ReachOf(TenancyModule.ViewNumbers).Nothing)
        {
            return [];
        }

        var found = await lookup.Matching(lookup.Within(TenancyModule.ViewNumbers), text).OrderBy(n => n.E164).Take(limit)
            .Join(db.Companies, n => n.CompanyId, c => c.CompanyId, (n, c) => new { Number = n, Company = c.Name }).ToListAsync(cancellationToken);
        return
        [
            .. found.Select(n => (n, Owner: lookup.NameOf(n.Number.Owner)))
                .Select(h => new SearchHit(
                    lookup.Write(h.n.Number.E164), $"{h.Owner?.Name ?? T("none")} · {h.n.Company}", h.Owner?.Href ?? $"/numbers/{h.n.Number.Id}", "number")),
        ];
    }

    private static bool IsPartOfNumber(char c) => char.IsAsciiDigit(c) || c is ' ' or '+' or '-' or '.' or '/' or '(' or ')';
}
