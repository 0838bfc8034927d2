using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.Isolation;

/// <summary>Whose rows this scope may see: the current user's company, everything for operators, nothing for nobody.</summary>
public sealed class DataScope(CurrentUser user)
{
    private bool _everything;

    public bool Everything => _everything || user.IsOperator;

    public CompanyId? Company => user.Company;

    internal void SeeEverything() => _everything = true;
}
