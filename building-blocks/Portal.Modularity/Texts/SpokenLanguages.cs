using System.Globalization;

namespace Portal.Modularity.Texts;

/// <summary>The languages the portal can speak: English, and every other that some loaded assembly is translated into.</summary>
public static class SpokenLanguages
{
    /// <summary>What is spoken when nobody asked for anything else, and by the portal's own work.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The languages on offer by their two-letter names.</summary>
    public static IReadOnlyList<string> All => [English.TwoLetterISOLanguageName, .. Translations.Languages];

    /// <summary>
    /// The culture texts, dates and numbers are written in for somebody who asks for this language ("de", "de-AT"); null when it
    /// is not on offer.
    /// </summary>
    public static CultureInfo? Find(string? name)
    {
        var language = name?.Split('-', 2)[0].ToLowerInvariant();
        return language == English.TwoLetterISOLanguageName ? English
            : language is not null && Translations.Languages.Contains(language, StringComparer.Ordinal) ? CultureInfo.CreateSpecificCulture(language)
            : null;
    }

    /// <summary>What the language calls itself: "Deutsch".</summary>
    public static string NameOf(string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        return culture.TextInfo.ToTitleCase(culture.NativeName);
    }

    /// <summary>
    /// Speaks another person's language until disposed: for a mail to somebody who is not the one asking.
    /// </summary>
    /// <param name="name">As kept with the person; null, or one that is not on offer: English.</param>
    public static IDisposable Speak(string? name) => new Spoken(Find(name) ?? English);

    private sealed class Spoken : IDisposable
    {
        private readonly (CultureInfo Formats, CultureInfo Texts) _before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);

        public Spoken(CultureInfo culture) => CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;

        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = _before;
    }
}
