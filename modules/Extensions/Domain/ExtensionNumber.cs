namespace Portal.Extensions.Domain;

/// <summary>Which digits can be an extension.</summary>
internal static class ExtensionNumber
{
    public const int Shortest = 2;
    public const int Longest = 6;

    // From the business portal's guide, and the two emergency numbers: an extension must never stand in their way.
    private static readonly Dictionary<string, string> Reserved = new()
    {
        ["101"] = Kept("the police non-emergency number"),
        ["105"] = Kept("the power networks' helpline"),
        ["111"] = Kept("the NHS non-emergency number"),
        ["112"] = Kept("the emergency number"),
        ["141"] = Kept("the code that withholds the caller's number"),
        ["195"] = Kept("directory enquiries for blind and disabled people"),
        ["999"] = Kept("the emergency number"),
        ["1571"] = Kept("the voicemail code"),
        ["18000"] = Kept("the access code of international key services"),
    };

    /// <summary>Why these digits can't be an extension, in a sentence for the form; null when they can.</summary>
    public static string? WhyNot(string extension)
    {
        if (extension.Length == 0)
        {
            return T("Enter an extension.");
        }

        if (extension.Length is < Shortest or > Longest || !extension.All(char.IsAsciiDigit))
        {
            return T($"An extension has {Shortest} to {Longest} digits and nothing else.");
        }

        if (Reserved.TryGetValue(extension, out var use))
        {
            return T($"{extension} is reserved: it is {T(use)}. Choose another extension.");
        }

        return extension.Length == 6 && extension.StartsWith("116", StringComparison.Ordinal)
            ? T($"{extension} is reserved: numbers 116xxx are services of social value. Choose another extension.")
            : null;
    }
}
