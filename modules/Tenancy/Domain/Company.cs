using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain;

/// <summary>A customer of the provider (TE1). Its row belongs to itself, so that the company filter hides every other company.</summary>
internal sealed class Company : ICompanyOwned, IVersioned
{
    /// <summary>The key. Stored as <c>Id</c>; named so that the company filter and the write guard hold for this table too.</summary>
    public CompanyId CompanyId { get; init; } = CompanyId.New();

    public string Name { get; private set; } = "";

    public string SipDomain { get; private set; } = "";

    public string Country { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    public string Currency { get; private set; } = "";

    public CompanyStatus Status { get; private set; }

    public string BillingStreet { get; private set; } = "";

    public string BillingPostalCode { get; private set; } = "";

    public string BillingCity { get; private set; } = "";

    public string VatNumber { get; private set; } = "";

    /// <summary>The provider's own notes; the company does not see them.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>Name and domain in lower case: what lists and the live search look through.</summary>
    public string Search { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public void Apply(CompanyProfile profile)
    {
        (Name, Country, TimeZone) = (profile.Name, profile.Country, profile.TimeZone);
        (BillingStreet, BillingPostalCode, BillingCity, VatNumber) =
            (profile.BillingStreet, profile.BillingPostalCode, profile.BillingCity, profile.VatNumber);
        Search = SearchText.Of(Name, SipDomain);
    }

    public void Apply(ProviderTerms terms)
    {
        (SipDomain, Status, Currency, Notes) = (terms.SipDomain, terms.Status, terms.Currency, terms.Notes);
        Search = SearchText.Of(Name, SipDomain);
    }

    public CompanyProfile Profile => new(Name, Country, TimeZone, BillingStreet, BillingPostalCode, BillingCity, VatNumber);

    public ProviderTerms Terms => new(SipDomain, Status, Currency, Notes);

    public CompanySummary ToSummary() => new(CompanyId, Name, SipDomain, Country, TimeZone, Status);
}
