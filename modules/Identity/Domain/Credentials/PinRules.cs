namespace Portal.Identity.Domain.Credentials;

/// <summary>The PIN of the voice portal: digits only, and none of those that everybody tries first.</summary>
internal static class PinRules
{
    public const int Shortest = 4;
    public const int Longest = 10;

    public static string InWords => T("4 to 10 digits. Not the extension, no repeated digit and no row such as 1234.");

    /// <summary>Null when the PIN may be used, otherwise why not.</summary>
    public static string? WhyNot(string pin, string? extension)
    {
        if (pin.Length is < Shortest or > Longest || !pin.All(char.IsAsciiDigit))
        {
            return T("A PIN has 4 to 10 digits and nothing else.");
        }

        if (pin.Distinct().Count() == 1)
        {
            return T("A PIN of one repeated digit is guessed at once; choose another.");
        }

        var steps = pin.Zip(pin.Skip(1), (a, b) => b - a).Distinct().ToArray();
        if (steps is [1] or [-1])
        {
            return T("A row of digits is guessed at once; choose another PIN.");
        }

        return pin == extension ? T("The own extension is guessed at once; choose another PIN.") : null;
    }
}
