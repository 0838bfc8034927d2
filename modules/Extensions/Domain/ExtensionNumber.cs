using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Domain;

/// <summary>Which digits can be an extension.</summary>
internal static class ExtensionNumber
{
    public const int Shortest = 2;
    public const int Longest = 6;

    /// <summary>Why these digits can't be an extension, in a sentence for the form; null when they can.</summary>
    public static string? WhyNot(string extension, IExtensionPlan plan)
    {
        if (extension.Length == 0)
        {
            return T("Enter an extension.");
        }

        if (extension.Length is < Shortest or > Longest || !extension.All(char.IsAsciiDigit))
        {
            return T($"An extension has {Shortest} to {Longest} digits and nothing else.");
        }

        // The settings say which digits are dialled for something else.
        return plan.WhyReserved(extension) is { } use ? T($"{extension} is reserved: {use}. Choose another extension.") : null;
    }
}
