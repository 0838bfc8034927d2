using Portal.Data.Isolation;

namespace Portal.Tenancy.Domain.Settings;

/// <summary>What operators set for the whole platform (TE16). One row.</summary>
internal sealed class PlatformSettings : IVersioned
{
    public const int TheOne = 1;

    public int Id { get; init; } = TheOne;

    /// <summary>Where the first internal number block begins; null: no blocks are given out.</summary>
    public int? RangeStart { get; set; }

    public int? BlockSize { get; set; }

    /// <summary>One a line: digits, x for any digit, then what they are: <c>116xxx services of social value</c>.</summary>
    public string Blocked { get; set; } = BlockedExtensions.Default;

    public string ProductName { get; set; } = "";

    /// <summary><c>#1a6b3c</c>; empty: the product's own.</summary>
    public string Accent { get; set; } = "";

    /// <summary>A PNG; null: none.</summary>
    public byte[]? Logo { get; set; }

    public string MailName { get; set; } = "";

    public string MailAddress { get; set; } = "";

    /// <summary>Counts the blocks given out. Counting first makes two administrators take turns.</summary>
    public int BlocksGiven { get; set; }

    public int Version { get; set; }
}
