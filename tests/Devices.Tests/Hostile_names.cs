using System.Text;
using System.Xml.Linq;
using Portal.Devices.Domain;
using Portal.Devices.Provisioning;
using Portal.Devices.Provisioning.Polycom;
using Portal.Devices.Provisioning.Yealink;

namespace Portal.Devices.Tests;

public class Hostile_names
{
    public static TheoryData<string, string> Names { get; } = new()
    {
        { "O'Neil & Sons <\"x\">", "O'Neil & Sons <\"x\">" },
        { "%NULL%", "" },
        { "%NU%NULL%LL%", "" },
        { "John\nstatic.security.user_password = admin:1", "John static.security.user_pass" },
        { "a\r\nb\u2028c\u0085d\0e", "a b c d e" },
        { "$Tinvite$", "Tinvite" },
        { "fnc=sd;x", "fnc=sd;x" },
        { "👩‍👩‍👧 Ana 🎧", "👩‍👩‍👧 Ana 🎧" },
        { "مدير \u202Eevil\u202C", "مدير evil" },
        { "  spaced \t out  ", "spaced out" },
        { new string('x', 64 * 1024), new string('x', 30) },
    };

    [Theory, MemberData(nameof(Names))]
    public void Are_one_printable_line_of_30_characters(string name, string expected) =>
        PhoneText.Clean(name, PhoneText.LongestLabel).ShouldBe(expected);

    [Theory, MemberData(nameof(Names))]
    public void Add_no_line_to_a_Yealink_file(string name, string expected)
    {
        var plain = Lines(Phone(PhoneModels.Find("yealink-t46g")!, "John"));
        var lines = Lines(Phone(PhoneModels.Find("yealink-t46g")!, name));
        lines.Length.ShouldBe(plain.Length);
        lines.Zip(plain).Where(l => l.First != l.Second).Select(l => l.First.Split(" = ")[0])
            .ShouldBeSubsetOf(["account.1.label", "account.1.display_name", "linekey.1.label"]);
        lines.ShouldContain($"account.1.label = {expected}".TrimEnd() is var line && expected.Length == 0 ? "account.1.label = " : line);
        lines[0].ShouldBe("#!version:1.0.0.1");
    }

    [Theory, MemberData(nameof(Names))]
    public void Stay_inside_their_attribute_in_a_Polycom_file(string name, string expected)
    {
        var file = PolycomFiles.Account(Phone(PhoneModels.Find("polycom-vvx411")!, name));
        var root = XDocument.Parse(Encoding.UTF8.GetString(file.Content)).Root!;
        root.Attribute("reg.1.label")!.Value.ShouldBe(expected);
        root.Attributes().Select(a => a.Name.LocalName).ShouldBe(
            XDocument.Parse(Encoding.UTF8.GetString(PolycomFiles.Account(Phone(PhoneModels.Find("polycom-vvx411")!, "John")).Content)).Root!
                .Attributes().Select(a => a.Name.LocalName));
    }

    [Theory, InlineData("a\nb"), InlineData("a\rb"), InlineData("a\0b"), InlineData("a\u2028b"), InlineData("a\u2029b"), InlineData("a\u0085b"), InlineData("%NULL%"), InlineData(" %null% ")]
    public void Are_refused_by_the_Yealink_writer_even_when_nobody_cleaned_them(string value) =>
        Should.Throw<UnwritableValueException>(() => new YealinkLineWriter().Line("account.1.label", value)).Message.ShouldNotContain("\n");

    [Theory, InlineData(""), InlineData("a b"), InlineData("a\nb"), InlineData("#a"), InlineData("1a"), InlineData("a=b")]
    public void Are_refused_as_names_of_settings(string name) =>
        Should.Throw<UnwritableValueException>(() => new YealinkLineWriter().Line(name, "1"));

    [Fact]
    public void Are_refused_by_the_Polycom_writer_when_XML_cannot_carry_them()
    {
        // Not InlineData: a lone surrogate does not survive the way through the test explorer.
        foreach (var value in (string[])["a\0b", "a\u0001b", "a\uFFFEb", "a\uD800b"])
        {
            using var xml = new PolycomXmlWriter("polycomConfig");
            Should.Throw<UnwritableValueException>(() => xml.Set("reg.1.label", value));
        }
    }

    [Fact]
    public void Are_never_written_twice_as_one_attribute()
    {
        using var xml = new PolycomXmlWriter("polycomConfig");
        xml.Set("reg.1.label", "a");
        Should.Throw<UnwritableValueException>(() => xml.Set("reg.1.label", "b"));
    }

    [Fact]
    public void Leave_a_SIP_password_as_it_is_or_stop_the_file()
    {
        var good = Phone(PhoneModels.Find("yealink-t46g")!, "John", "p%ss $w #1;=");
        Lines(good).ShouldContain("account.1.password = p%ss $w #1;=");
        Should.Throw<UnwritableValueException>(() => YealinkFiles.Account(Phone(PhoneModels.Find("yealink-t46g")!, "John", "a\nb"), YealinkGeneration.FromV81));
    }

    private static string[] Lines(PhoneConfiguration phone) =>
        Encoding.UTF8.GetString(YealinkFiles.Account(phone, YealinkGeneration.FromV81).Content).TrimEnd('\n').Split('\n');

    private static PhoneConfiguration Phone(PhoneModel model, string name, string password = "secret")
    {
        var label = PhoneText.Clean(name, PhoneText.LongestLabel);
        var account = new PhoneAccount(1, label, PhoneText.Clean(name, PhoneText.LongestName), "2001", "acme.localhost", password);
        return new PhoneConfiguration(MacAddress.Parse("001565002001"), model, new Provisioning.Registrar("portal.example", 5060), [account],
            [new PhoneKey(1, PhoneKeyKind.Line, 1, Label: label), new PhoneKey(2, PhoneKeyKind.Blank)], PhoneClock.Of("Europe/London"));
    }
}
