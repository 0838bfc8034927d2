using System.Text.RegularExpressions;

namespace Portal.Tenancy.Domain;

/// <summary>
/// VAT numbers in the European Union, Northern Ireland and Great Britain: their shape, as the Commission's VIES service describes it, and
/// their check digits. Whether a number is in use is for the tax office to say.
internal static partial class VatNumber
{
    // Greece writes EL, Northern Ireland XI; all others use the country's own two letters.
    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["AT"] = "ATU[0-9]{8}", ["BE"] = "BE[01][0-9]{9}", ["BG"] = "BG[0-9]{9,10}", ["CY"] = "CY[0-9]{8}[A-Z]", ["CZ"] = "CZ[0-9]{8,10}",
        ["DE"] = "DE[0-9]{9}", ["DK"] = "DK[0-9]{8}", ["EE"] = "EE[0-9]{9}", ["ES"] = "ES[A-Z0-9][0-9]{7}[A-Z0-9]", ["FI"] = "FI[0-9]{8}",
        ["FR"] = "FR[A-Z0-9]{2}[0-9]{9}", ["GR"] = "EL[0-9]{9}", ["HR"] = "HR[0-9]{11}", ["HU"] = "HU[0-9]{8}", ["IE"] = "IE[0-9][A-Z0-9+*][0-9]{5}[A-Z]{1,2}",
        ["IT"] = "IT[0-9]{11}", ["LT"] = "LT([0-9]{9}|[0-9]{12})", ["LU"] = "LU[0-9]{8}", ["LV"] = "LV[0-9]{11}", ["MT"] = "MT[0-9]{8}",
        ["NL"] = "NL[0-9]{9}B[0-9]{2}", ["PL"] = "PL[0-9]{10}", ["PT"] = "PT[0-9]{9}", ["RO"] = "RO[0-9]{2,10}", ["SE"] = "SE[0-9]{12}",
        ["SI"] = "SI[0-9]{8}", ["SK"] = "SK[0-9]{10}",
        ["GB"] = "(GB|XI)([0-9]{9}|[0-9]{12}|(GD|HA)[0-9]{3})",
    };

    public static bool IsNeededIn(string country) => country != "GB" && Shapes.ContainsKey(country);

    /// <summary>Upper case, without the spaces, dots and hyphens people write it with.</summary>
    public static string Normalised(string text) => Separators().Replace(text.ToUpperInvariant(), "");

    /// <summary>Null when the number has the country's shape, or the country's shape is not known here.</summary>
    public static string? WhyNot(string country, string number)
    {
        if (number.Length > 20)
        {
            return T("A VAT number has at most 20 characters.");
        }

        return Shapes.TryGetValue(country, out var shape) && !Regex.IsMatch(number, "^(" + shape + ")$", RegexOptions.CultureInvariant)
            ? T($"This is not the shape of a VAT number in {Places.CountryName(country)}; it starts with {(country == "GR" ? "EL" : country)}, for example {Example(country)}.")
            : Shapes.ContainsKey(country) && !VatChecksum.Holds(country, number)
            ? T("The check digits of this VAT number are wrong; compare it with the letter from the tax office.")
            : null;
    }

    private static string Example(string country) => country switch
    {
        "GB" => "GB123456782",
        "DE" => "DE136695976",
        "FR" => "FR40303265045",
        "AT" => "ATU13585627",
        "GR" => "EL094259216",
        _ => country + "…",
    };

    [GeneratedRegex(@"[\s.\-]")]
    private static partial Regex Separators();
}
