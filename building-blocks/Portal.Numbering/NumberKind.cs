namespace Portal.Numbering;

/// <summary>What a number is used for, by the plan of its country.</summary>
public enum NumberKind
{
    /// <summary>No use is known: the plan has no such number.</summary>
    Unknown,
    FixedLine,
    Mobile,

    /// <summary>The plan does not tell the two apart, as in North America.</summary>
    FixedLineOrMobile,
    TollFree,
    PremiumRate,
    SharedCost,
    Voip,
    PersonalNumber,
    Pager,

    /// <summary>A company's number that leads to any of its offices ("universal access").</summary>
    UniversalAccess,
    Voicemail,
}
