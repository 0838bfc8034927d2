using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Tenancy.Domain;

/// <summary>What a company may say of itself.</summary>
internal sealed record CompanyProfile(
    string Name, string Country, string TimeZone, string BillingStreet, string BillingPostalCode, string BillingCity, string VatNumber)
{
    public string BillingName { get; init; } = "";

    public string BillingRegion { get; init; } = "";

    public CompanyProfile Tidied() => new(
        Name.Tidied(), Country.Tidied().ToUpperInvariant(), TimeZone.Tidied(), BillingStreet.Tidied(), BillingPostalCode.Tidied(),
        BillingCity.Tidied(), Domain.VatNumber.Normalised(VatNumber.Tidied()))
    {
        BillingName = BillingName.Tidied(), BillingRegion = BillingRegion.Tidied(),
    };

    /// <param name="trial">A trial may begin before the VAT number is known.</param>
    public IEnumerable<Problem> Problems(bool trial)
    {
        foreach (var problem in Limits.Required(nameof(Name), Name, 100, T("Give the company a name."))
            .Concat(Limits.Optional(nameof(BillingName), BillingName, 100))
            .Concat(Limits.Optional(nameof(BillingRegion), BillingRegion, 100))
            .Concat(Limits.Optional(nameof(BillingStreet), BillingStreet, 200))
            .Concat(Limits.Optional(nameof(BillingPostalCode), BillingPostalCode, 20))
            .Concat(Limits.Optional(nameof(BillingCity), BillingCity, 100)))
        {
            yield return problem;
        }

        if (!Places.IsCountry(Country))
        {
            yield return new Problem(nameof(Country), T("Choose a country from the list."));
        }
        else if (VatNumber.Length > 0 && Domain.VatNumber.WhyNot(Country, VatNumber) is { } reason)
        {
            yield return new Problem(nameof(VatNumber), reason);
        }
        else if (VatNumber.Length == 0 && !trial && Domain.VatNumber.IsNeededIn(Country))
        {
            yield return new Problem(nameof(VatNumber), T("Companies in the European Union need a VAT number once their trial is over."));
        }

        if (!Places.IsTimeZone(TimeZone))
        {
            yield return new Problem(nameof(TimeZone), T("Choose a time zone from the list."));
        }
    }
}

/// <summary>What the provider decides about a company; the company itself cannot change it.</summary>
internal sealed record ProviderTerms(string SipDomain, CompanyStatus Status, string Currency, string Notes)
{
    /// <summary>The last day of the trial; null: it has no end.</summary>
    public DateOnly? TrialEnds { get; init; }

    public ProviderTerms Tidied() => new(SipDomain.Tidied().ToLowerInvariant(), Status, Currency.Tidied().ToUpperInvariant(), Notes.Tidied()) { TrialEnds = TrialEnds };

    public IEnumerable<Problem> Problems()
    {
        if (Domain.SipDomain.WhyNot(SipDomain) is { } reason)
        {
            yield return new Problem(nameof(SipDomain), reason);
        }

        if (!Enum.IsDefined(Status))
        {
            yield return new Problem(nameof(Status), T("Choose a status from the list."));
        }

        if (TrialEnds is { Year: < 2000 or > 2199 })
        {
            yield return new Problem(nameof(TrialEnds), T("Choose a day of this century."));
        }

        if (!Places.IsCurrency(Currency))
        {
            yield return new Problem(nameof(Currency), T("Choose a currency from the list."));
        }

        foreach (var problem in Limits.Optional(nameof(Notes), Notes, 4000))
        {
            yield return problem;
        }
    }
}
