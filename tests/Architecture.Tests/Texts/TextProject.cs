using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Texts;

/// <summary>A project whose texts people read, with its sources and its translations.</summary>
internal sealed partial class TextProject(string folder)
{
    public string Folder { get; } = Path.GetRelativePath(Product.Root, folder);

    public IReadOnlyList<SourceFile> Sources { get; } =
    [
        .. Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories)
            .Where(f => SourceName().IsMatch(f) && !Generated().IsMatch(Path.GetRelativePath(folder, f)))
            .Order(StringComparer.Ordinal).Select(SourceFile.Read),
    ];

    /// <summary>The languages the project is translated into, with their texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Languages { get; } = Directory.Exists(Path.Combine(folder, "Texts"))
        ? Directory.EnumerateFiles(Path.Combine(folder, "Texts"), "*.json").ToDictionary(
            f => Path.GetFileNameWithoutExtension(f),
            f => (IReadOnlyDictionary<string, string>)JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(f))!)
        : new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public IReadOnlyDictionary<string, string> German => Languages.GetValueOrDefault("de") ?? new Dictionary<string, string>();

    /// <summary>What is said, by key, with the first place that says it.</summary>
    public IReadOnlyDictionary<string, string> Said => field ??= SaidTexts.Of(Sources);

    /// <summary>Every literal of the project: a text may wait in a table before it is said.</summary>
    public IReadOnlySet<string> Literals => field ??= SaidTexts.Literals(Sources);

    public static IReadOnlyList<TextProject> All { get; } =
    [
        .. new[] { "building-blocks", "modules", "plugins" }
            .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Product.Root, f), "*.csproj", SearchOption.AllDirectories))
            .Select(f => Path.GetDirectoryName(f)!).Order(StringComparer.Ordinal).Select(f => new TextProject(f)),
    ];

    [GeneratedRegex(@"\.(cs|cshtml|razor)$")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^(obj|bin)/|/Migrations/")]
    private static partial Regex Generated();
}
