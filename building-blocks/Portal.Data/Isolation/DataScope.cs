using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.Isolation;

/// <summary>Whose rows this scope may see: the current user's companies, everything for operators, nothing for nobody.</summary>
public sealed class DataScope(CurrentUser user)
{
    private bool _everything;

    /// <summary>True in <see cref="SystemWork"/>: nobody in particular asks, so no power limits what is read.</summary>
    public bool IsSystemWork => _everything;

    public bool Everything => _everything || user.IsOperator;

    /// <summary>The company the person belongs to; null for those who have none or look after many.</summary>
    public CompanyId? Company => user.Company;

    /// <summary>Every company the person has to do with: one for most people, those they look after for partners.</summary>
    public IReadOnlyList<CompanyId> Companies =>
        [.. user.Grants.SelectMany(g => g.Area?.Companies ?? (IEnumerable<CompanyId>)[]).Concat(user.Grants.Select(g => g.Company).OfType<CompanyId>()).Distinct()];

    internal void SeeEverything() => _everything = true;
}
