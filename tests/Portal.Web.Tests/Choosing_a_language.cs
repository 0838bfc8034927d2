using Microsoft.AspNetCore.Http;
using Portal.Modularity.Texts;
using Portal.Web.Languages;

namespace Portal.Web.Tests;

public class Choosing_a_language
{
    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.5", "de")]
    [InlineData("en-US,de;q=0.9", "en")]
    [InlineData("sw,de;q=0.3,en;q=0.2", "de")]
    [InlineData("de;q=0,en;q=0.1", "en")]
    [InlineData("sw", "en"), InlineData("*", "en"), InlineData("", "en"), InlineData(";;;,q=x", "en")]
    public async Task A_page_speaks_the_first_language_the_browser_asks_for_that_the_portal_knows(string asked, string spoken) =>
        (await (await Host()).Visit().PageAsync("/sign-in", asked)).DocumentElement.GetAttribute("lang").ShouldBe(spoken);

    [Fact]
    public async Task What_is_chosen_in_this_browser_wins_and_leads_back_to_the_page()
    {
        var visitor = (await Host()).Visit();
        var page = await visitor.PageAsync("/sign-in", "en");
        var fields = Visitor.Fill(page, "form.language-choice", ("language", "de"));

        var answer = await visitor.PostAsync("/language", fields);

        answer.Headers.Location!.ToString().ShouldBe("/sign-in");
        (await visitor.PageAsync("/sign-in", "en")).DocumentElement.GetAttribute("lang").ShouldBe("de");
    }

    [Theory]
    [InlineData("https://elsewhere.example/"), InlineData("//elsewhere.example"), InlineData("/\\elsewhere.example"), InlineData("javascript:x")]
    public async Task A_choice_leads_nowhere_else(string back)
    {
        var visitor = (await Host()).Visit();
        var fields = Visitor.Fill(await visitor.PageAsync("/sign-in", "en"), "form.language-choice", ("language", "xx<script>"), ("back", back));

        var answer = await visitor.PostAsync("/language", fields);

        answer.Headers.Location!.ToString().ShouldBe("/");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_person_chose_wins_over_the_browser()
    {
        await Host();
        var request = new DefaultHttpContext().Request;
        request.Headers.AcceptLanguage = "en";
        request.Headers.Cookie = LanguageChoice.Cookie + "=en";

        LanguageChoice.Of(request, "de").Name.ShouldBe("de-DE");
        LanguageChoice.Of(request, "tlh").Name.ShouldBe("en-GB");
        LanguageChoice.Of(request, null).Name.ShouldBe("en-GB");
    }

    [Fact]
    public async Task A_german_reads_and_writes_numbers_as_germans_do()
    {
        var visitor = (await Host()).Visit("john");
        var page = await visitor.PageAsync("/price", "de");

        page.QuerySelector("#Amount")!.GetAttribute("value").ShouldBe("1234,5");
        page.QuerySelector("#Share")!.GetAttribute("value").ShouldBe("12.5");
        page.QuerySelector("#From")!.GetAttribute("value").ShouldBe("2026-11-21");
        // What a browser sends of number and date fields is the same everywhere; what is typed as text is not.
        List<KeyValuePair<string, string>> fields = [.. Visitor.Fill(page, "form.form", ("Amount", "1.234,56"), ("Share", "7.25"), ("From", "2026-03-04")).Where(f => f.Key != "__Invariant"),
            new("__Invariant", "Share"), new("__Invariant", "From")];
        (await (await visitor.PostAsync("/price", fields, ("Accept-Language", "de"))).Content.ReadAsStringAsync()).ShouldBe("1234.56 7.25 2026-03-04");
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_in_the_readers_language()
    {
        var visitor = (await Host()).Visit("john");
        var page = await visitor.PageAsync("/price", "de");

        var answer = await visitor.PostAsync("/price", Visitor.Fill(page, "form.form", ("Amount", "zwölf"), ("Share", "101")), ("Accept-Language", "de"));

        var words = (await Visitor.ReadAsync(answer)).QuerySelectorAll(".field-error").Select(e => e.TextContent.Trim());
        words.ShouldBe(["„zwölf“ passt nicht in das Feld „Preis“.", "Share: nur Werte von 0 bis 100."]);
    }

    /// <summary>French is Texts/fr.json of this test's assembly and nothing else.</summary>
    [Fact]
    public async Task A_third_language_is_a_file()
    {
        var visitor = (await Host()).Visit();

        var page = await visitor.PageAsync("/sign-in", "fr-CA,fr;q=0.9,en;q=0.5");

        page.DocumentElement.GetAttribute("lang").ShouldBe("fr");
        page.QuerySelector("label[for=Username]")!.TextContent.ShouldBe("Nom d’utilisateur");
        page.QuerySelectorAll("form.language-choice button").Select(b => b.TextContent).ShouldBe(["English", "Deutsch", "Français"]);
        // What the file does not have is said in English.
        page.QuerySelector("label[for=Password]")!.TextContent.ShouldBe("Password");
    }

    [Fact]
    public async Task Another_language_speaks_until_it_is_done()
    {
        await Host();
        using (SpokenLanguages.Speak("de"))
        {
            Text.T("Search").ShouldBe("Suchen");
        }

        using (SpokenLanguages.Speak(null))
        {
            Text.T("Search").ShouldBe("Search");
        }
    }

    private static Task<PortalHost> Host() => PortalHost.GetAsync();
}
