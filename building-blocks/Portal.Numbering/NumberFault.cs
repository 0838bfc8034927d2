using Portal.Modularity.Texts;

namespace Portal.Numbering;

/// <summary>Why what somebody typed is no telephone number.</summary>
public enum NumberFault
{
    None,
    Empty,

    /// <summary>Letters or signs that no number has.</summary>
    NotANumber,

    /// <summary>An extension behind the number ("ext. 12"): a number of the public network has none.</summary>
    HasExtension,

    /// <summary>A national number, and no country to read it by.</summary>
    CountryNeeded,

    /// <summary>No country has this calling code.</summary>
    UnknownCountry,
    TooShort,
    TooLong,

    /// <summary>Shorter numbers exist there, and longer ones, but none of this length.</summary>
    ImpossibleLength,

    /// <summary>The length is right, but the country's plan has no such number.</summary>
    NotInPlan,
}

public static class NumberFaults
{
    static NumberFaults() => Translations.Load(typeof(NumberFaults).Assembly);

    /// <summary>The fault as the person who typed the number should read it.</summary>
    public static string InWords(this NumberFault fault) => fault switch
    {
        NumberFault.None => "",
        NumberFault.Empty => T("Give a telephone number."),
        NumberFault.HasExtension => T("Leave out the extension: this is for the public number only."),
        NumberFault.CountryNeeded => T("Write the number internationally, beginning with + and the country code."),
        NumberFault.UnknownCountry => T("No country has a calling code like this."),
        NumberFault.TooShort => T("This number is too short."),
        NumberFault.TooLong => T("This number is too long."),
        NumberFault.ImpossibleLength => T("No number there has this many digits."),
        NumberFault.NotInPlan => T("The country's numbering plan has no such number."),
        _ => T("This is not a telephone number."),
    };
}
