using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain.Dialling;

/// <summary>A place to dial from (TE14): country, area code, outside line and time zone, for the sites that choose it.</summary>
internal sealed class DialLocation : ICompanyOwned, IVersioned
{
    public const int LongestName = 80;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    public CompanyId CompanyId { get; init; }

    public string Name { get; private set; } = "";

    public string NameKey { get; private set; } = "";

    public string Country { get; private set; } = "";

    public string AreaCode { get; private set; } = "";

    public string OutsidePrefix { get; private set; } = "";

    public string TimeZone { get; private set; } = "";

    public int Version { get; set; }

    public void Apply(DialSettings settings)
    {
        (Name, Country, AreaCode, OutsidePrefix, TimeZone) = (settings.Name, settings.Country, settings.AreaCode, settings.OutsidePrefix, settings.TimeZone);
        NameKey = Name.ToLowerInvariant();
    }
}

/// <summary>What is set for a dial location.</summary>
internal sealed record DialSettings(string Name, string Country, string AreaCode, string OutsidePrefix, string TimeZone)
{
    public DialSettings Tidied() => new(Name.Tidied(), Country.Tidied().ToUpperInvariant(), AreaCode.Tidied(), OutsidePrefix.Tidied(), TimeZone.Tidied());

    public IEnumerable<Problem> Problems()
    {
        foreach (var problem in Limits.Required(nameof(Name), Name, DialLocation.LongestName, T("Give the location a name.")))
        {
            yield return problem;
        }

        if (!Places.IsCountry(Country))
        {
            yield return new Problem(nameof(Country), T("Choose a country from the list."));
        }

        if (!Places.IsTimeZone(TimeZone))
        {
            yield return new Problem(nameof(TimeZone), T("Choose a time zone from the list."));
        }

        if (AreaCode.Length > 8 || !AreaCode.All(char.IsAsciiDigit) || AreaCode.StartsWith('0'))
        {
            yield return new Problem(nameof(AreaCode), T("Write the area code in digits, without the leading 0, for example 113 for Leeds."));
        }

        if (OutsidePrefix.Length > 4 || !OutsidePrefix.All(c => char.IsAsciiDigit(c) || c is '*' or '#'))
        {
            yield return new Problem(nameof(OutsidePrefix), T("Use up to four digits, * or #, for example 9."));
        }
    }
}
