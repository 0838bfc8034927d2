using System.Text;

namespace Portal.Identity.Domain;

/// <summary>ID1: two characters or more, letters, digits and dots; no white space and no other character.</summary>
internal static class UsernameRules
{
    public const int Longest = 64;

    /// <summary>Null when the name may be used, otherwise why not.</summary>
    public static string? WhyNot(string name)
    {
        if (name.Length == 0)
        {
            return T("Give a username.");
        }

        if (name.Any(char.IsWhiteSpace))
        {
            return T("A username has no spaces; use a dot, as in john.smith.");
        }

        var wrong = name.Where(c => !char.IsLetterOrDigit(c) && c != '.').Distinct().ToArray();
        if (wrong.Length > 0)
        {
            return T($"A username is made of letters, digits and dots; {string.Join(" ", wrong)} can't be used.");
        }

        return name.Length switch
        {
            < 2 => T("A username has at least 2 characters; 6 or more are better."),
            > Longest => T($"A username has at most {Longest} characters."),
            // Two spellings of the same letters would be two people that nobody can tell apart.
            _ => name.IsNormalized(NormalizationForm.FormC) ? null : T("Type the accented letters of the username directly, not as letter and accent."),
        };
    }
}
