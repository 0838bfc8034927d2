using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Pages.Companies;

/// <summary>The fields of a company as a browser sends them; the request behind them checks, in one place for pages and imports.</summary>
internal sealed class CompanyForm
{
    [Required(ErrorMessage = "Give the company a name."), StringLength(100, ErrorMessage = "Use at most 100 characters.")]
    public string? Name { get; set; }

    [Display(Name = "SIP domain"), Required(ErrorMessage = "Give the company a SIP domain, for example acme.localhost.")]
    public string? SipDomain { get; set; }

    [Required(ErrorMessage = "Choose a country from the list.")]
    public string? Country { get; set; } = "GB";

    [Required(ErrorMessage = "Choose a time zone from the list.")]
    public string? TimeZone { get; set; } = "Europe/London";

    [Required(ErrorMessage = "Choose a currency from the list.")]
    public string? Currency { get; set; } = "GBP";

    [Required(ErrorMessage = "Choose a status from the list.")]
    public string? Status { get; set; } = nameof(CompanyStatus.Trial);

    [Display(Name = "Bill to")]
    public string? BillingName { get; set; }

    [Display(Name = "Region")]
    public string? BillingRegion { get; set; }

    [Display(Name = "Trial ends")]
    public DateOnly? TrialEnds { get; set; }

    [Display(Name = "Street")]
    public string? BillingStreet { get; set; }

    [Display(Name = "Postal code")]
    public string? BillingPostalCode { get; set; }

    [Display(Name = "Town")]
    public string? BillingCity { get; set; }

    [Display(Name = "VAT number")]
    public string? VatNumber { get; set; }

    [DataType(DataType.MultilineText)]
    public string? Notes { get; set; }

    public int Version { get; set; }

    public static CompanyForm From(Company company) => new()
    {
        Name = company.Name,
        SipDomain = company.SipDomain,
        Country = company.Country,
        TimeZone = company.TimeZone,
        Currency = company.Currency,
        Status = company.Status.ToString(),
        BillingStreet = company.BillingStreet,
        BillingPostalCode = company.BillingPostalCode,
        BillingCity = company.BillingCity,
        VatNumber = company.VatNumber,
        BillingName = company.BillingName,
        BillingRegion = company.BillingRegion,
        TrialEnds = company.TrialEnds,
        Notes = company.Notes,
        Version = company.Version,
    };

    public CompanyProfile Profile() => new(
        Name ?? "", Country ?? "", TimeZone ?? "", BillingStreet ?? "", BillingPostalCode ?? "", BillingCity ?? "", VatNumber ?? "")
    {
        BillingName = BillingName ?? "", BillingRegion = BillingRegion ?? "",
    };

    public ProviderTerms Terms() => new(
        SipDomain ?? "", Enum.TryParse<CompanyStatus>(Status, out var status) ? status : (CompanyStatus)(-1), Currency ?? "", Notes ?? "") { TrialEnds = TrialEnds };
}

/// <summary>The choices of the forms of companies and sites.</summary>
internal static class Choices
{
    public static IEnumerable<SelectListItem> Countries => [.. Places.Countries.Select(c => new SelectListItem(c.Name, c.Code))];

    public static IEnumerable<SelectListItem> Currencies => [.. Places.Currencies.Select(c => new SelectListItem($"{c.Code} – {c.Name}", c.Code))];

    public static IEnumerable<SelectListItem> TimeZones { get; } = [.. Places.TimeZones.Select(z => new SelectListItem(z.Replace('_', ' '), z))];

    public static IEnumerable<SelectListItem> Statuses =>
        [.. Enum.GetValues<CompanyStatus>().Select(s => new SelectListItem(CompanyView.Of(s).Text, s.ToString()))];
}
