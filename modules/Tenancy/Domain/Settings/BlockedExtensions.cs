using System.Text.RegularExpressions;

namespace Portal.Tenancy.Domain.Settings;

/// <summary>Digits that nobody may have as an extension, because they are dialled for something else.</summary>
internal sealed partial class BlockedExtensions
{
    public const int Highest = 999_999;
    public const int Longest = 4000;
    private const int MostLines = 200;

    /// <summary>The list of the business portal's guide, and the emergency numbers.</summary>
    public const string Default = """
        101 Police non-emergency
        105 National power networks helpline
        111 NHS non-emergency services
        112 Emergency
        141 Code that withholds the caller's number
        195 Directory enquiries for blind and disabled people
        999 Emergency
        1571 Voicemail code
        18000 International key services access
        116xxx Services of social value
        """;

    private readonly (string Pattern, string Use)[] _lines;

    private BlockedExtensions((string, string)[] lines) => _lines = lines;

    /// <summary>Reads the setting; lines that cannot be read are named in <paramref name="wrong"/>.</summary>
    public static BlockedExtensions Read(string text, out IReadOnlyList<string> wrong)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var read = lines.Take(MostLines).Select(l => (Line: l, Match: LinePattern().Match(l))).ToArray();
        wrong = [.. read.Where(r => !r.Match.Success).Select(r => r.Line), .. lines.Skip(MostLines)];
        return new([.. read.Where(r => r.Match.Success).Select(r => (r.Match.Groups[1].Value.ToLowerInvariant(), r.Match.Groups[2].Value.Trim()))]);
    }

    /// <summary>What the digits are used for, the digits themselves when the setting does not say; null when they are not blocked.</summary>
    public string? UseOf(string extension)
    {
        foreach (var (pattern, use) in _lines)
        {
            if (pattern.Length == extension.Length && Fits(pattern, extension))
            {
                return use.Length > 0 ? use : pattern;
            }
        }

        return null;
    }

    private static bool Fits(string pattern, string extension)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != 'x' && pattern[i] != extension[i])
            {
                return false;
            }
        }

        return true;
    }

    [GeneratedRegex(@"\A([0-9][0-9xX]{1,5})(?:\s+(\S.{0,79}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex LinePattern();
}
