using System.Net.Mail;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Extensions.Domain;

/// <summary>What can be said about an employee without asking anybody else (EX1).</summary>
internal static class EmployeeRules
{
    public const int LongestUsername = 64;
    public const int LongestFirstName = 23;
    public const int LongestLastName = 30;
    public const int LongestEmail = 254;

    public static IReadOnlyList<Problem> Check(EmployeeDetails details, IExtensionPlan plan)
    {
        var problems = new List<Problem>();
        CheckUsername(details.Username, problems);
        CheckName("FirstName", details.FirstName, LongestFirstName, T("Enter the first name."), problems);
        CheckName("LastName", details.LastName, LongestLastName, T("Enter the last name."), problems);
        if (ExtensionNumber.WhyNot(details.Extension, plan) is { } reason)
        {
            problems.Add(new Problem("Extension", reason));
        }

        if (details.Email is { } email && !IsEmail(email))
        {
            problems.Add(new Problem("Email", T("This is not an e-mail address. Write it like name@company.com, or leave it empty.")));
        }

        return problems;
    }

    // Identity has the last word on usernames (ID1); this repeats the part that must hold for employees without a login too.
    private static void CheckUsername(string username, List<Problem> problems)
    {
        if (username.Length is < 2 or > LongestUsername)
        {
            problems.Add(new Problem("Username", T($"A username has 2 to {LongestUsername} characters.")));
        }
        else if (username.Any(c => char.IsWhiteSpace(c) || IsTreacherous(c) || "\"'<>*=@-&“”‘’".Contains(c, StringComparison.Ordinal)))
        {
            problems.Add(new Problem("Username", T("A username has no blanks and none of \" ' < > * = @ - &. Dots are fine: john.smith.")));
        }
    }

    private static void CheckName(string field, string name, int longest, string missing, List<Problem> problems)
    {
        if (name.Length == 0)
        {
            problems.Add(new Problem(field, missing));
        }
        else if (name.Length > longest)
        {
            problems.Add(new Problem(field, T($"This name has {name.Length} characters; at most {longest} fit on phones and in call logs.")));
        }
        else if (name.Any(IsTreacherous))
        {
            problems.Add(new Problem(field, T("This name contains invisible control characters. Type it again instead of pasting it.")));
        }
    }

    // Line breaks could end a SIP header; direction overrides make one name look like another.
    private static bool IsTreacherous(char c) => char.IsControl(c) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static bool IsEmail(string text) =>
        text.Length <= LongestEmail && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailAddress.TryCreate(text, out var parsed) && parsed.Address == text;
}
