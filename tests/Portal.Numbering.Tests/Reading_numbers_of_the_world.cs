namespace Portal.Numbering.Tests;

public class Reading_numbers_of_the_world
{
    private static readonly Dictionary<string, NumberKind> Kinds = new()
    {
        ["FIXED_LINE"] = NumberKind.FixedLine, ["MOBILE"] = NumberKind.Mobile, ["FIXED_LINE_OR_MOBILE"] = NumberKind.FixedLineOrMobile,
        ["TOLL_FREE"] = NumberKind.TollFree, ["PREMIUM_RATE"] = NumberKind.PremiumRate, ["SHARED_COST"] = NumberKind.SharedCost,
        ["VOIP"] = NumberKind.Voip, ["PERSONAL_NUMBER"] = NumberKind.PersonalNumber, ["PAGER"] = NumberKind.Pager,
        ["UAN"] = NumberKind.UniversalAccess, ["VOICEMAIL"] = NumberKind.Voicemail,
    };

    [Fact]
    public async Task Says_what_libphonenumber_says()
    {
        var answers = await Oracle.AskAsync();
        answers.Count.ShouldBeGreaterThan(50_000);
        answers.Select(a => a.Country).OfType<string>().Distinct().Count().ShouldBeGreaterThan(230);
        answers.Count(a => a.Valid).ShouldBeGreaterThan(10_000);

        var different = answers.Select(a => (Theirs: Say(a), Ours: Say(a.Text, a.In), a))
            .Where(x => x.Theirs != x.Ours)
            .Select(x => $"{x.a.Text} in {x.a.In}: {x.Theirs} / {x.Ours}").ToArray();
        different.Take(40).ShouldBeEmpty($"{different.Length} of {answers.Count}");
    }

    private static string Say(Oracle.Answer a) => a.Error is { } error
        ? error
        : $"{a.E164} {a.Country} {a.Possible} {a.Valid} {(a.Kind is null ? NumberKind.Unknown : Kinds[a.Kind])} | {a.National} | {a.International}";

    private static string Say(string text, string? country)
    {
        var (number, fault) = PhoneNumber.Read(text, country, NumberCheck.Readable);
        return number is not null
            ? $"{number.Full} {number.Country} {number.IsPossible} {number.IsValid} {number.Kind} | {number.NationalFormat()} | {number.International()}"
            : fault switch
            {
                NumberFault.TooShort => "TOO_SHORT",
                NumberFault.TooLong => "TOO_LONG",
                NumberFault.UnknownCountry or NumberFault.CountryNeeded => "INVALID_COUNTRY",
                _ => "NOT_A_NUMBER",
            };
    }
}
