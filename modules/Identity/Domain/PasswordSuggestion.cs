using System.Security.Cryptography;
using System.Text;

namespace Portal.Identity.Domain;

/// <summary>
/// Passwords that can be read over the telephone, such as <c>Tabo-Kure-Milo-4827</c>: syllables that sound as they are
/// written, without letters that look or sound like others. Six syllables of 65 and four digits of 8 are 48 bits.
/// </summary>
internal static class PasswordSuggestion
{
    private const string Consonants = "bdfgklmnprstv";
    private const string Vowels = "aeiou";
    private const string Digits = "23456789";

    public static string Next()
    {
        var password = new StringBuilder();
        for (var group = 0; group < 3; group++)
        {
            password.Append(char.ToUpperInvariant(One(Consonants))).Append(One(Vowels)).Append(One(Consonants)).Append(One(Vowels)).Append('-');
        }

        return password.Append([One(Digits), One(Digits), One(Digits), One(Digits)]).ToString();
    }

    private static char One(string of) => of[RandomNumberGenerator.GetInt32(of.Length)];
}
