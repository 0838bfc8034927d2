using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Portal.Modularity.Texts;

/// <summary>
/// The translations of the loaded assemblies. Shared by the process as cultures are: an assembly's texts are the same for
/// everyone who loads it.
/// </summary>
public static class Translations
{
    private static readonly ConcurrentDictionary<string, ConcurrentDictionary<string, string>> ByLanguage = new(StringComparer.OrdinalIgnoreCase);
    private static readonly ConcurrentDictionary<Assembly, bool> Loaded = new();
    private static readonly ConcurrentDictionary<ConcurrentDictionary<string, string>, KeptPatterns> Patterns = new();

    /// <summary>Adds what the assembly embeds as <c>Texts/&lt;language&gt;.json</c>: an object of English text to translation.</summary>
    public static void Load(Assembly assembly)
    {
        if (!Loaded.TryAdd(assembly, true))
        {
            return;
        }

        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.Contains(".Texts.", StringComparison.Ordinal) && n.EndsWith(".json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var texts = JsonSerializer.Deserialize<Dictionary<string, string>>(stream) ?? [];
            var language = ByLanguage.GetOrAdd(name.Split('.')[^2], _ => new(StringComparer.Ordinal));
            foreach (var (english, translated) in texts)
            {
                language[english] = translated;
            }

            Patterns.TryRemove(language, out _);
        }
    }

    /// <summary>The two-letter languages something is translated into, in the order of their names; English is none of them.</summary>
    internal static IEnumerable<string> Languages => ByLanguage.Keys.Order(StringComparer.Ordinal);

    /// <summary>The text again in the reader's language, by the pattern it was made of; null when none fits.</summary>
    internal static string? Retell(string english) =>
        ByLanguage.TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out var texts)
            ? Patterns.GetOrAdd(texts, static known => new KeptPatterns(known)).Retell(english)
            : null;

    internal static string? Find(string english) =>
        ByLanguage.TryGetValue(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, out var texts) && texts.TryGetValue(english, out var translated)
            ? translated
            : null;
}
