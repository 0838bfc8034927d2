namespace Portal.Numbering.Tests;

public class Reading_what_people_type
{
    [Theory]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    [InlineData("+44 (0)20 7946-0018", "DE", "+442079460018")]
    [InlineData("0044 20 7946 0018", "DE", "+442079460018")]
    [InlineData("011 44 20 7946 0018", "US", "+442079460018")]
    [InlineData("(212) 555-2368", "US", "+12125552368")]
    [InlineData("030 / 901820", "DE", "+4930901820")]
    [InlineData("06 698 12345", "IT", "+390669812345")]
    [InlineData("8 (800) 555-35-35", "RU", "+78005553535")]
    [InlineData("tel:+44-20-7946-0018", null, "+442079460018")]
    [InlineData("tel:7946-0018;phone-context=+4420", null, "+442079460018")]
    [InlineData("\u202A+44 20 7946 0018\u202C", null, "+442079460018")]
    [InlineData("＋４４ ２０ ７９４６ ００１８", null, "+442079460018")]
    public void Comes_to_E164(string typed, string? country, string e164) =>
        PhoneNumber.Read(typed, country).ShouldSatisfyAllConditions(
            r => r.Fault.ShouldBe(NumberFault.None), r => r.Number!.E164!.Value.Value.ShouldBe(e164));

    [Theory]
    [InlineData("", "GB", NumberFault.Empty)]
    [InlineData(null, "GB", NumberFault.Empty)]
    [InlineData("hello", "GB", NumberFault.NotANumber)]
    [InlineData("020 7946 0018 <script>", "GB", NumberFault.NotANumber)]
    [InlineData("=1+2", "GB", NumberFault.NotANumber)]
    [InlineData("+44+2079460018", "GB", NumberFault.NotANumber)]
    [InlineData("020 7946 0018 ext. 12", "GB", NumberFault.HasExtension)]
    [InlineData("020 7946 0018 x12", "GB", NumberFault.HasExtension)]
    [InlineData("030 901820 Durchwahl 12", "DE", NumberFault.HasExtension)]
    [InlineData("tel:+442079460018;ext=12", "GB", NumberFault.HasExtension)]
    [InlineData("020 7946 0018", null, NumberFault.CountryNeeded)]
    [InlineData("+999 1234567", "GB", NumberFault.UnknownCountry)]
    [InlineData("+0441234567", "GB", NumberFault.UnknownCountry)]
    [InlineData("020 79", "GB", NumberFault.TooShort)]
    [InlineData("020 7946 0018 00", "GB", NumberFault.TooLong)]
    [InlineData("0000000000", "GB", NumberFault.NotInPlan)]
    public void Is_refused_with_a_reason(string? typed, string? country, NumberFault fault)
    {
        var reading = PhoneNumber.Read(typed, country);
        reading.Fault.ShouldBe(fault);
        reading.Number.ShouldBeNull();
        reading.Fault.InWords().ShouldNotBeEmpty();
    }

    [Fact]
    public void Is_not_read_when_it_is_endless() =>
        PhoneNumber.Read(new string('4', 10_000), "GB").Fault.ShouldBe(NumberFault.TooLong);

    [Fact]
    public void Is_written_as_the_reader_writes_it()
    {
        PhoneNumber.Write("+442079460018", "GB").ShouldBe("020 7946 0018");
        PhoneNumber.Write("+442079460018", "DE").ShouldBe("+44 20 7946 0018");
        PhoneNumber.Write("+442079460018", null).ShouldBe("+44 20 7946 0018");
        PhoneNumber.Write("not a number", "GB").ShouldBe("not a number");
    }

    [Theory]
    [InlineData("+442079460018", NumberKind.FixedLine)]
    [InlineData("+447400123456", NumberKind.Mobile)]
    [InlineData("+448001111", NumberKind.TollFree)]
    [InlineData("+449098790879", NumberKind.PremiumRate)]
    [InlineData("+443456789012", NumberKind.UniversalAccess)]
    public void Tells_what_a_number_is_used_for(string e164, NumberKind kind) => PhoneNumber.Read(e164, null).Number!.Kind.ShouldBe(kind);

    [Theory]
    [InlineData("+44 20 7946 0018")]
    [InlineData("442079460018")]
    [InlineData("+0442079460018")]
    [InlineData("+4420794600181234")]
    [InlineData("+")]
    [InlineData("")]
    [InlineData(null)]
    public void Is_no_E164_number_unless_it_is_plus_and_digits(string? text) => E164Number.From(text).ShouldBeNull();
}
