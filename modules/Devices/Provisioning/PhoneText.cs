using System.Globalization;
using System.Text;

namespace Portal.Devices.Provisioning;

/// <summary>
/// Makes text that people typed fit for a phone's display and its file. Names come from forms, imports and demo data; a name
/// must never become a setting.
/// </summary>
internal static class PhoneText
{
    public const int LongestLabel = 30;
    public const int LongestName = 64;

    /// <summary>One line of printable text of at most so many characters as people count them.</summary>
    public static string Clean(string? text, int longest)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var clean = new StringBuilder();
        var characters = StringInfo.GetTextElementEnumerator(text.Length > longest * 16 ? text[..(longest * 16)] : text);
        for (var count = 0; count < longest && characters.MoveNext();)
        {
            var printable = Printable(characters.GetTextElement());
            // Neither leading nor double spaces: what was a line break must not look like a word of its own.
            if (printable.Length == 0 || (printable == " " && (clean.Length == 0 || clean[^1] == ' ')))
            {
                continue;
            }

            clean.Append(printable);
            count++;
        }

        return WithoutMacros(clean.ToString().TrimEnd());
    }

    private static string Printable(string character)
    {
        var kept = new StringBuilder(character.Length);
        foreach (var rune in character.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator:
                    kept.Append(' ');
                    break;
                // Lone surrogates arrive as U+FFFD. Zero-width joiners hold an emoji or an Indic word together and stay;
                // every other format character (bidi overrides among them) could make a label read as another one.
                case UnicodeCategory.Format when rune.Value is not (0x200C or 0x200D):
                case UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                case var _ when rune == Rune.ReplacementChar:
                    break;
                default:
                    kept.Append(rune);
                    break;
            }
        }

        return kept.Length > 1 && string.IsNullOrWhiteSpace(kept.ToString()) ? " " : kept.ToString();
    }

    // Yealink reads %NULL% as "back to the factory's value"; Polycom and Yealink start a macro at $.
    private static string WithoutMacros(string text)
    {
        while (text.Contains("%NULL%", StringComparison.OrdinalIgnoreCase))
        {
            text = text.Replace("%NULL%", "", StringComparison.OrdinalIgnoreCase).Trim();
        }

        return text.Replace("$", "", StringComparison.Ordinal);
    }
}
