using Portal.Data.Activity;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain;

/// <summary>A place of a company where people work: a top-level group with an address (TE3).</summary>
[Provisioning("Site", Name = nameof(Name), Changes = "Name,Street,PostalCode,City,Country,TimeZone")]
internal sealed class Site : ICompanyOwned, IVersioned
{
    public SiteId Id { get; init; } = SiteId.New();

    public CompanyId CompanyId { get; init; }

    public string Name { get; private set; } = "";

    public string Street { get; private set; } = "";

    public string PostalCode { get; private set; } = "";

    public string City { get; private set; } = "";

    public string Country { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    public string ContactName { get; private set; } = "";

    public string ContactPhone { get; private set; } = "";

    public string ContactEmail { get; private set; } = "";

    /// <summary>The name in lower case: unique within the company.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Name, city and postal code in lower case: what lists and the live search look through.</summary>
    public string Search { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public void Apply(SiteProfile profile)
    {
        (Name, Street, PostalCode, City, Country, TimeZone) =
            (profile.Name, profile.Street, profile.PostalCode, profile.City, profile.Country, profile.TimeZone);
        (ContactName, ContactPhone, ContactEmail) = (profile.ContactName, profile.ContactPhone, profile.ContactEmail);
        NameKey = Name.ToLowerInvariant();
        Search = SearchText.Of(Name, City, PostalCode);
    }

    public SiteProfile Profile => new(Name, Street, PostalCode, City, Country, TimeZone, ContactName, ContactPhone, ContactEmail);

    public SiteSummary ToSummary() => new(Id, CompanyId, Name, TimeZone);
}
