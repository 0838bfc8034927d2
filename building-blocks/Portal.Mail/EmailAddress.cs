using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Portal.Mail;

/// <summary>
/// An e-mail address that can be written into a header or an SMTP command as it is: printable ASCII without quotes, brackets or
/// separators. Names of other scripts after the @ are kept in their ASCII form.
/// </summary>
public readonly record struct EmailAddress
{
    public const int Longest = 254;

    private const string InLocalPart = "!#$%&'*+-/=?^_`{|}~.";
    private const int LongestLocalPart = 64;

    private EmailAddress(string value) => Value = value;

    public string Value { get; }

    /// <summary>Lower case, for comparing: nobody tells people apart by the case of their address.</summary>
    public string Folded => Value.ToLowerInvariant();

    public override string ToString() => Value;

    /// <summary>False for what no mail server could deliver to.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var trimmed = text?.Trim() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (at is < 1 or > LongestLocalPart || trimmed.Length > Longest || !IsLocalPart(trimmed[..at]) || Domain(trimmed[(at + 1)..]) is not { } domain
            || at + 1 + domain.Length > Longest)
        {
            return false;
        }

        address = new EmailAddress(trimmed[..at] + "@" + domain);
        return true;
    }

    private static bool IsLocalPart(string text) =>
        text.All(c => char.IsAsciiLetterOrDigit(c) || InLocalPart.Contains(c)) && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal);

    private static string? Domain(string text)
    {
        try
        {
            var ascii = new IdnMapping().GetAscii(text);
            return ascii.Split('.').All(IsLabel) ? ascii : null;
        }
        // Empty labels, labels that are too long, characters no domain has.
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && label[0] != '-' && label[^1] != '-';
}
