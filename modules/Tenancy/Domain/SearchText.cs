namespace Portal.Tenancy.Domain;

/// <summary>Text to look through, and patterns to look with, alike on SQLite and PostgreSQL.</summary>
internal static class SearchText
{
    public const string Escape = "\\";

    public static string Of(params string[] parts) => string.Join(' ', parts).ToLowerInvariant();

    /// <summary>A LIKE pattern that finds the text anywhere; <c>%</c> and <c>_</c> in it are text.</summary>
    public static string Containing(string text) =>
        "%" + text.ToLowerInvariant().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_") + "%";
}
