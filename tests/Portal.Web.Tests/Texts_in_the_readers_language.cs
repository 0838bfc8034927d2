using System.Globalization;
using Portal.Modularity.Texts;
using static Portal.Modularity.Texts.Text;

namespace Portal.Web.Tests;

public class Texts_in_the_readers_language
{
    [Fact]
    public void A_text_without_a_translation_is_said_in_english() => In("it-IT", () => T("Search")).ShouldBe("Search");

    [Fact]
    public void A_text_is_said_in_german() => In("de-AT", () => T("Search")).ShouldBe("Suchen");

    [Fact]
    public void Values_are_put_in_as_the_culture_writes_them() =>
        In("de-DE", () => T($"{1234.5:N1} is not {"{known}"} {{here}}")).ShouldBe("1.234,5 is not {known} {here}");

    [Fact]
    public void One_is_said_differently_from_many() =>
        new[] { N(1, "One site", "{0} sites"), N(2, "One site", "{0} sites") }.ShouldBe(["One site", "2 sites"]);

    [Fact]
    public void A_pattern_is_the_key_of_its_translation()
    {
        TextPattern pattern = $"{3} of {7} {"sites"}";
        pattern.Key.ShouldBe("{0} of {1} {2}");
    }

    private static string In(string culture, Func<string> say)
    {
        Translations.Load(typeof(PortalWebSetup).Assembly);
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return say();
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }
}
