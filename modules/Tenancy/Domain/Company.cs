using Portal.Data.Audit;
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

    /// <summary>Whom bills are addressed to; null or empty: the company itself.</summary>
    public string? BillingName { get; private set; }

    public string? BillingRegion { get; private set; }

    /// <summary>The last day of the trial where the company is; null: it has no end.</summary>
    public DateOnly? TrialEnds { get; private set; }

    public string VatNumber { get; private set; } = "";

    /// <summary>The provider's own notes; the company does not see them.</summary>
    [ProviderOnly]
    public string Notes { get; private set; } = "";

    /// <summary>Name and domain in lower case: what lists and the live search look through.</summary>
    public string Search { get; private set; } = "";

    /// <summary>The partner who looks after this company; null: the provider itself does.</summary>
    public PartnerId? PartnerId { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }

    public void Apply(CompanyProfile profile)
    {
        (Name, Country, TimeZone) = (profile.Name, profile.Country, profile.TimeZone);
        (BillingStreet, BillingPostalCode, BillingCity, VatNumber) =
            (profile.BillingStreet, profile.BillingPostalCode, profile.BillingCity, profile.VatNumber);
        (BillingName, BillingRegion) = (profile.BillingName, profile.BillingRegion);
        Search = SearchText.Of(Name, SipDomain);
    }

    public void GiveTo(PartnerId? partner) => PartnerId = partner;

    public void Apply(ProviderTerms terms)
    {
        (SipDomain, Status, Currency, Notes, TrialEnds) = (terms.SipDomain, terms.Status, terms.Currency, terms.Notes, terms.TrialEnds);
        Search = SearchText.Of(Name, SipDomain);
    }

    public CompanyProfile Profile => new(Name, Country, TimeZone, BillingStreet, BillingPostalCode, BillingCity, VatNumber)
    {
        BillingName = BillingName ?? "", BillingRegion = BillingRegion ?? "",
    };

    public ProviderTerms Terms => new(SipDomain, Status, Currency, Notes) { TrialEnds = TrialEnds };

    /// <summary>Days of the trial after today, where the company is; 0 on its last day, negative when it is over, null without an end.</summary>
    public int? TrialDaysLeft(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        return Status == CompanyStatus.Trial && TrialEnds is { } last ? last.DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).DayNumber : null;
    }

    public void EndTrial() => Status = CompanyStatus.Suspended;

    public CompanySummary ToSummary() => new(CompanyId, Name, SipDomain, Country, TimeZone, Status);
}
