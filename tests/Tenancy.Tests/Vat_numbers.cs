using Portal.Tenancy.Domain;

namespace Portal.Tenancy.Tests;

public class Vat_numbers
{
    public static TheoryData<string, string> Good => new()
    {
        { "AT", "ATU13585627" }, { "BE", "BE0428759497" }, { "BG", "BG175074752" }, { "CY", "CY10259033P" }, { "CZ", "CZ25123891" }, { "DE", "DE136695976" },
        { "DK", "DK13585628" }, { "EE", "EE100931558" }, { "ES", "ESB58378431" }, { "ES", "ES54362315K" }, { "ES", "ESX2482300W" }, { "FI", "FI20774740" },
        { "FR", "FR40303265045" }, { "FR", "FR83404833048" }, { "GR", "EL094259216" }, { "HR", "HR33392005961" }, { "HU", "HU12892312" }, { "IE", "IE6433435F" },
        { "IE", "IE8D79739I" }, { "IE", "IE6433435OA" }, { "IT", "IT00743110157" }, { "LT", "LT119511515" }, { "LT", "LT100001919017" }, { "LU", "LU15027442" },
        { "LV", "LV40003521600" }, { "MT", "MT11679112" }, { "NL", "NL004495445B01" }, { "PL", "PL8567346215" }, { "PT", "PT501964843" }, { "RO", "RO18547290" },
        { "SE", "SE123456789701" }, { "SI", "SI50223054" }, { "SK", "SK2022749619" }, { "GB", "GB980780684" }, { "GB", "XI980780684" },
    };

    [Theory, MemberData(nameof(Good))]
    public void With_right_check_digits_are_taken(string country, string number) => VatNumber.WhyNot(country, number).ShouldBeNull();

    [Theory, MemberData(nameof(Good))]
    public void With_two_digits_exchanged_are_refused(string country, string number)
    {
        // The commonest slip of the pen. Somewhere in every number two different neighbours stand.
        var refused = Enumerable.Range(4, number.Length - 6)
            .Where(i => char.IsAsciiDigit(number[i]) && char.IsAsciiDigit(number[i + 1]) && number[i] != number[i + 1])
            .Select(i => number[..i] + number[i + 1] + number[i] + number[(i + 2)..])
            .Count(n => VatNumber.WhyNot(country, n) is not null);
        refused.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Of_every_country_of_the_union_are_known()
    {
        string[] union = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"];
        union.Where(c => !VatNumber.IsNeededIn(c)).ShouldBeEmpty();
        union.Except(Good.Select(g => g.Data.Item1)).ShouldBeEmpty();
    }
}
