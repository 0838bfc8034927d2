using System.Globalization;
using System.Text;

namespace Portal.Identity.Domain;

/// <summary>A username made of somebody's name: <c>Mary Moor-Smith</c> becomes <c>mary.moorsmith</c>.</summary>
internal static class UsernameSuggestion
{
    private const int Tries = 99;

    /// <param name="isTaken">Names that somebody has already get a number.</param>
    public static async Task<string> ForAsync(string name, Func<string, Task<bool>> isTaken)
    {
        var plain = new StringBuilder();
        foreach (var c in name.ToLowerInvariant().Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c))
            {
                plain.Append(c);
            }
            else if (char.IsWhiteSpace(c) && plain.Length > 0 && plain[^1] != '.')
            {
                plain.Append('.');
            }
        }

        var start = plain.ToString().Trim('.');
        start = start.Length > UsernameRules.Longest - 2 ? start[..(UsernameRules.Longest - 2)].TrimEnd('.') : start;
        if (UsernameRules.WhyNot(start) is not null)
        {
            start = "contact";
        }

        for (var i = 1; i <= Tries; i++)
        {
            var candidate = i == 1 ? start : start + i.ToString(CultureInfo.InvariantCulture);
            if (!await isTaken(candidate))
            {
                return candidate;
            }
        }

        return "";
    }
}
