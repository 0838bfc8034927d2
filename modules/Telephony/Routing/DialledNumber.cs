using System.Text;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Routing;

/// <summary>What a caller dialled, as it is looked up, logged and shown.</summary>
internal static class DialledNumber
{
    internal const int Longest = 64;

    /// <summary>The user part of a sip: URI or the number of a tel: URI; empty when there is none worth looking up.</summary>
    public static string Of(SipUri uri)
    {
        var user = uri.IsSip ? uri.UserText : uri.Opaque;
        // RFC 3261 19.1.1: a telephone number's own parameters (;phone-context=…) follow it inside the user part.
        var end = user?.IndexOf(';') ?? -1;
        return Clean(end < 0 ? user : user![..end]);
    }

    /// <summary>Without the visual separators of RFC 3966 and without anything that could disturb a log or a header.</summary>
    public static string Clean(string? text)
    {
        if (text is null || text.Length > Longest)
        {
            return "";
        }

        var number = new StringBuilder(text.Length);
        var looksLikeNumber = !text.Any(char.IsLetter);
        foreach (var c in text)
        {
            if (looksLikeNumber && c is '-' or '.' or '(' or ')' or ' ')
            {
                continue;
            }

            if (c is < ' ' or '\u007f' or '"' or '<' or '>' or '@' || char.IsControl(c) || char.IsWhiteSpace(c))
            {
                return "";
            }

            number.Append(c);
        }

        return number.ToString();
    }

    public static CallParty ToParty(this DirectoryEntry entry) => new(entry.Number, entry.DisplayName, entry.Employee, entry.Site);
}
