using Portal.Numbering.Plans;

namespace Portal.Numbering;

/// <summary>How much a number must keep to its country's plan.</summary>
public enum NumberCheck
{
    /// <summary>Anything that can be dialled, with a known calling code.</summary>
    Readable,

    /// <summary>The right number of digits.</summary>
    Possible,

    /// <summary>The plan has a range with this number.</summary>
    Valid,
}

/// <summary>A telephone number taken apart by the numbering plan of its country.</summary>
public sealed record PhoneNumber
{
    private readonly NumberingPlan _plan;

    internal PhoneNumber(NumberingPlan plan, string? country, string national)
    {
        (_plan, Country, National) = (plan, country, national);
    }

    /// <summary>ISO 3166-1 alpha-2; null for numbers of no country (+800) and where several share the plan and none claims the number.</summary>
    public string? Country { get; }

    /// <summary>Digits of the country calling code: <c>44</c>.</summary>
    public string CallingCode => _plan.CallingCode;

    /// <summary>The national significant number: digits without national prefix, with Italy's leading zero.</summary>
    public string National { get; }

    /// <summary>Plus and digits, also where they are more than the 15 of E.164.</summary>
    public string Full => "+" + CallingCode + National;

    /// <summary>Null for what is no E.164 number because of its length.</summary>
    public E164Number? E164 => E164Number.From(Full);

    public bool IsPossible => Length == LengthCheck.Possible;

    internal LengthCheck Length => _plan.CheckLength(National);

    public bool IsValid => Kind != NumberKind.Unknown || (!_plan.KnowsKinds && _plan.Matches(National));

    public NumberKind Kind => _plan.KindOf(National);

    /// <summary><c>+44 20 7946 0018</c></summary>
    public string International() => "+" + CallingCode + " " + NumberFormatter.International(_plan, National);

    /// <summary><c>020 7946 0018</c>: as somebody in the same country dials it.</summary>
    public string NationalFormat() => NumberFormatter.National(_plan, National);

    /// <summary>Nationally for readers in a country with the same calling code, internationally for everybody else.</summary>
    public string For(string? country) =>
        country is not null && World.Find(country)?.CallingCode == CallingCode ? NationalFormat() : International();

    /// <summary>
    /// Reads what somebody typed: <c>+44 20 7946 0018</c>, <c>0044…</c> (or <c>011…</c> in the United States), <c>020 7946 0018</c>, or a
    /// tel URI. The country reads what is not international.
    /// </summary>
    /// <param name="country">ISO 3166-1 alpha-2 of the person typing; null: only international numbers are read.</param>
    public static NumberReading Read(string? text, string? country, NumberCheck check = NumberCheck.Valid) =>
        NumberReader.Read(text, country, check);

    /// <summary>The number behind an E.164 number that was checked before; null when its calling code is unknown.</summary>
    public static PhoneNumber? From(E164Number number) => NumberReader.Read(number.Value, null, NumberCheck.Readable).Number;

    /// <summary>An E.164 number as readers in this country write it; unchanged when it cannot be taken apart.</summary>
    public static string Write(string e164, string? country) =>
        E164Number.From(e164) is { } number && From(number) is { } read ? read.For(country) : e164;

    /// <summary>True when there is a numbering plan for this ISO 3166-1 alpha-2 code.</summary>
    public static bool KnowsCountry(string country) => World.Find(country) is not null;
}

/// <summary>What became of reading a number: the number, or why not.</summary>
public readonly record struct NumberReading(PhoneNumber? Number, NumberFault Fault);
