using Portal.Modularity.Requests;

namespace Portal.Tenancy.Domain;

/// <summary>How texts are taken in: trimmed, without control characters, and no longer than their column.</summary>
internal static class Limits
{
    /// <summary>Trimmed; line breaks stay, other control characters and nothing-but-direction marks go.</summary>
    public static string Tidied(this string? text) =>
        text is null ? "" : new string([.. text.Where(c => c is '\n' or '\t' || !char.IsControl(c))]).Trim();

    public static IEnumerable<Problem> Required(string field, string text, int longest, string missing) =>
        text.Length == 0 ? [new Problem(field, missing)] : Optional(field, text, longest);

    public static IEnumerable<Problem> Optional(string field, string text, int longest) =>
        text.Length > longest ? [new Problem(field, T($"Use at most {longest} characters; this has {text.Length}."))] : [];
}
