using Portal.Identity.Domain;

namespace Portal.Identity.Tests;

public class Usernames
{
    [Theory]
    [InlineData("jo")]
    [InlineData("john.smith")]
    [InlineData("01234567890")]
    [InlineData("Jürgen.Müller")]
    public void May_be_letters_digits_and_dots(string name) => UsernameRules.WhyNot(name).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("j")]
    [InlineData("john smith")]
    [InlineData(" john")]
    [InlineData("john\u00a0smith")]
    [InlineData("john\"")]
    [InlineData("john'")]
    [InlineData("<john>")]
    [InlineData("john*")]
    [InlineData("john=")]
    [InlineData("john@acme")]
    [InlineData("john-smith")]
    [InlineData("john&jane")]
    [InlineData("john_smith")]
    [InlineData("john\u202esmith")]
    [InlineData("Ju\u0308rgen")]
    public void Refuse_everything_else(string name) => UsernameRules.WhyNot(name).ShouldNotBeNull();

    [Fact]
    public void Have_at_most_64_characters() => UsernameRules.WhyNot(new string('a', 65)).ShouldNotBeNull();
}

public class Passwords
{
    [Theory]
    [InlineData("Short1!", "8 characters or more")]
    [InlineData("lower-case-1", "an upper-case letter")]
    [InlineData("UPPER-CASE-1", "a lower-case letter")]
    [InlineData("No-digits-here", "a digit")]
    [InlineData("NoSymbol123", "a symbol")]
    [InlineData("NoSymbol 123", "a symbol")]
    public void Name_what_they_lack(string password, string lack) => PasswordRules.WhyNot(password).ShouldNotBeNull().ShouldContain(lack);

    [Fact]
    public void Are_no_longer_than_hashing_should_take() => PasswordRules.WhyNot("Aa1!" + new string('x', 200)).ShouldNotBeNull();

    [Fact]
    public void That_are_suggested_keep_the_rules_and_differ()
    {
        var suggested = Enumerable.Range(0, 200).Select(_ => PasswordSuggestion.Next()).ToArray();
        suggested.ShouldAllBe(p => PasswordRules.WhyNot(p) == null);
        suggested.Distinct().Count().ShouldBe(200);
    }
}
