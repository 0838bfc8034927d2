using static Portal.Tenancy.Domain.Schedules.DatePattern;

namespace Portal.Tenancy.Domain.Schedules;

/// <summary>Public holidays by the rules that make them, so that they hold in every year.</summary>
internal static class HolidaySets
{
    private static readonly Yearly NewYear = new(1, 1), Epiphany = new(1, 6), Labour = new(5, 1), Unity = new(10, 3), Reformation = new(10, 31),
        AllSaints = new(11, 1), Assumption = new(8, 15), Women = new(3, 8), Christmas = new(12, 25), SecondChristmas = new(12, 26);

    /// <summary>Code and name, those of the United Kingdom first.</summary>
    public static IReadOnlyList<(string Code, string Name)> All { get; } =
    [
        ("GB-ENG", "England and Wales"), ("GB-SCT", "Scotland"), ("GB-NIR", "Northern Ireland"),
        ("DE-BW", "Baden-Württemberg"), ("DE-BY", "Bayern"), ("DE-BE", "Berlin"), ("DE-BB", "Brandenburg"), ("DE-HB", "Bremen"), ("DE-HH", "Hamburg"),
        ("DE-HE", "Hessen"), ("DE-MV", "Mecklenburg-Vorpommern"), ("DE-NI", "Niedersachsen"), ("DE-NW", "Nordrhein-Westfalen"), ("DE-RP", "Rheinland-Pfalz"),
        ("DE-SL", "Saarland"), ("DE-SN", "Sachsen"), ("DE-ST", "Sachsen-Anhalt"), ("DE-SH", "Schleswig-Holstein"), ("DE-TH", "Thüringen"),
    ];

    public static bool Exists(string code) => All.Any(s => s.Code == code);

    /// <summary>The days with their names in the reader's language.</summary>
    public static IReadOnlyList<(DatePattern Day, string Name)> Of(string code) =>
        code.StartsWith("DE-", StringComparison.Ordinal) ? [.. German(code[3..])] : [.. British(code[3..])];

    private static IEnumerable<(DatePattern, string)> British(string nation)
    {
        var scotland = nation == "SCT";
        yield return (NewYear with { Substitute = scotland ? Substitute.TwoDaysLater : Substitute.Monday }, T("New Year's Day"));
        if (scotland)
        {
            yield return (new Yearly(1, 2, Substitute.TwoDaysLater), T("2 January"));
        }

        if (nation == "NIR")
        {
            yield return (new Yearly(3, 17, Substitute.Monday), T("St Patrick's Day"));
        }

        yield return (new Easter(-2), T("Good Friday"));
        if (!scotland)
        {
            yield return (new Easter(1), T("Easter Monday"));
        }

        yield return (new Nth(1, DayOfWeek.Monday, 5), T("Early May bank holiday"));
        yield return (new Nth(-1, DayOfWeek.Monday, 5), T("Spring bank holiday"));
        if (nation == "NIR")
        {
            yield return (new Yearly(7, 12, Substitute.Monday), T("Battle of the Boyne"));
        }

        yield return (new Nth(scotland ? 1 : -1, DayOfWeek.Monday, 8), T("Summer bank holiday"));
        if (scotland)
        {
            yield return (new Yearly(11, 30, Substitute.Monday), T("St Andrew's Day"));
        }

        yield return (Christmas with { Substitute = Substitute.TwoDaysLater }, T("Christmas Day"));
        yield return (SecondChristmas with { Substitute = Substitute.TwoDaysLater }, T("Boxing Day"));
    }

    private static IEnumerable<(DatePattern, string)> German(string land)
    {
        yield return (NewYear, T("New Year's Day"));
        if (land is "BW" or "BY" or "ST")
        {
            yield return (Epiphany, T("Epiphany"));
        }

        if (land is "BE" or "MV")
        {
            yield return (Women, T("International Women's Day"));
        }

        yield return (new Easter(-2), T("Good Friday"));
        if (land == "BB")
        {
            yield return (new Easter(0), T("Easter Sunday"));
        }

        yield return (new Easter(1), T("Easter Monday"));
        yield return (Labour, T("Labour Day"));
        yield return (new Easter(39), T("Ascension Day"));
        if (land == "BB")
        {
            yield return (new Easter(49), T("Whit Sunday"));
        }

        yield return (new Easter(50), T("Whit Monday"));
        if (land is "BW" or "BY" or "HE" or "NW" or "RP" or "SL")
        {
            yield return (new Easter(60), T("Corpus Christi"));
        }

        if (land is "BY" or "SL")
        {
            yield return (Assumption, T("Assumption Day"));
        }

        if (land == "TH")
        {
            yield return (new Yearly(9, 20), T("World Children's Day"));
        }

        yield return (Unity, T("German Unity Day"));
        if (land is "BB" or "HB" or "HH" or "MV" or "NI" or "SN" or "ST" or "SH" or "TH")
        {
            yield return (Reformation, T("Reformation Day"));
        }

        if (land is "BW" or "BY" or "NW" or "RP" or "SL")
        {
            yield return (AllSaints, T("All Saints' Day"));
        }

        if (land == "SN")
        {
            yield return (new Near(DayOfWeek.Wednesday, Before: true, 11, 23), T("Day of Repentance and Prayer"));
        }

        yield return (Christmas, T("Christmas Day"));
        yield return (SecondChristmas, T("Second Day of Christmas"));
    }
}
