using System.Globalization;

namespace Portal.Modularity.Texts;

/// <summary>
/// What people read, in their language. English is what the code says and the key of every translation; the other languages
/// stand in <c>Texts/&lt;language&gt;.json</c> of the module that says it. Imported with <c>using static</c>, so that code reads
/// <c>T($"Edit {site.Name}")</c>.
/// </summary>
public static class Text
{
    /// <summary>A fixed text in the reader's language (<see cref="CultureInfo.CurrentUICulture"/>).</summary>
    public static string T(string english) => Translations.Find(english) ?? english;

    /// <summary>
    /// A text with values. The key has a number for each hole, <c>Edit {0}</c>; values are written as the reader's culture does
    /// (<see cref="CultureInfo.CurrentCulture"/>), and a translation may put them in another order.
    /// </summary>
    public static string T(TextPattern pattern) => pattern.Write(pattern.Key);

    /// <summary>
    /// A text that is kept, in a record or a log, and read later by people of any language: said in English now, and translated
    /// by <see cref="Told"/> when it is shown.
    /// </summary>
    public static string Kept(string english) => english;

    /// <inheritdoc cref="Kept(string)"/>
    public static string Kept(TextPattern pattern) => pattern.InEnglish();

    /// <summary>A kept text in the reader's language; as it is where no translation fits.</summary>
    public static string Told(string kept) => Translations.Find(kept) ?? Translations.Retell(kept) ?? kept;

    /// <summary>One form for one, another for any other number; <c>{0}</c> is the number: <c>N(n, "One site", "{0} sites")</c>.</summary>
    public static string N(long count, string one, string many) =>
        string.Format(CultureInfo.CurrentCulture, T(count == 1 ? one : many), count);
}
