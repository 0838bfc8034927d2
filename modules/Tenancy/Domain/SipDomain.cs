using System.Globalization;
using System.Text;

namespace Portal.Tenancy.Domain;

/// <summary>The name a company's phones register to, and their digest realm.</summary>
internal static class SipDomain
{
    /// <summary>Null when the name can be a SIP domain, otherwise why not. Expects lower case.</summary>
    public static string? WhyNot(string domain)
    {
        if (domain.Length == 0)
        {
            return T("Give the company a SIP domain, for example acme.localhost.");
        }

        // RFC 3261 25.1 hostname: letters, digits and hyphens; the last label starts with a letter, or it would read as an IPv4 address.
        if (domain.Length > 253)
        {
            return T("A SIP domain has at most 253 characters.");
        }

        foreach (var label in domain.Split('.'))
        {
            if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-' || !label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
            {
                return T("Use names of letters, digits and hyphens, separated by dots, for example acme.example.com.");
            }
        }

        return char.IsAsciiLetter(domain[(domain.LastIndexOf('.') + 1)..][0])
            ? null
            : T("The part after the last dot starts with a letter, for example acme.example.com.");
    }

    /// <summary>A domain made from the company's name: "Müller &amp; Söhne" gives <c>muller-sohne.</c> and the suffix.</summary>
    public static string Suggest(string name, string suffix, int attempt = 1)
    {
        var label = new StringBuilder();
        foreach (var letter in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))
            {
                label.Append(letter);
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && label.Length > 0 && label[^1] != '-')
            {
                label.Append('-');
            }
        }

        var text = label.ToString(0, Math.Min(label.Length, 50)).Trim('-');
        text = text.Length == 0 ? "company" : text;
        return (attempt > 1 ? text + "-" + attempt.ToString(CultureInfo.InvariantCulture) : text) + "." + suffix;
    }
}
