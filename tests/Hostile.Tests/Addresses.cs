using System.Text.RegularExpressions;

namespace Portal.Hostile.Tests;

internal static partial class Ids
{
    /// <summary>An address with its ids replaced, so that the pages of two objects are one kind of page.</summary>
    public static string In(string address) => Pattern().Replace(address, "{id}");

    public static MatchCollection All(string address) => Pattern().Matches(address);

    [GeneratedRegex("[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}")]
    private static partial Regex Pattern();
}

internal static partial class Digits
{
    /// <summary>A field's name without the numbers of its row.</summary>
    public static string Without(string name) => Pattern().Replace(name, "[]");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Pattern();
}
