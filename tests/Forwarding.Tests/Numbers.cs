using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Tests;

/// <summary>Companies without public numbers.</summary>
internal sealed class Numbers : INumberDirectory
{
    public NumberSummary? Find(string e164) => null;

    public string? PrimaryOf(NumberOwner owner) => null;

    public string? CountryOf(CompanyId company) => "GB";
}
