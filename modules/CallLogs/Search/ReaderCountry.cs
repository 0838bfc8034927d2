using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;

namespace Portal.CallLogs.Search;

/// <summary>The country by which a reader types and reads numbers: that of the own company, or of the company looked at.</summary>
internal sealed class ReaderCountry(CurrentUser user, IEnumerable<INumberDirectory> numbers)
{
    /// <summary>Null for those who see several companies: they read and type international numbers.</summary>
    public string? Of(Viewpoint view) => (user.Company ?? view.Company) is { } company ? numbers.FirstOrDefault()?.CountryOf(company) : null;
}
