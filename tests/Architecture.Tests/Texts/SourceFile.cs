using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests.Texts;

/// <summary>A source file of a project that says texts.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    public bool IsMarkup => Path.EndsWith(".cshtml", StringComparison.Ordinal) || Path.EndsWith(".razor", StringComparison.Ordinal);

    /// <summary>"modules/Tenancy/Pages/Sites/Edit.cshtml:12".</summary>
    public string At(int index) => $"{Path}:{Text.AsSpan(0, index).Count('\n') + 1}";

    public static SourceFile Read(string file)
    {
        var text = File.ReadAllText(file);
        // Comments keep their length, so that places stay right.
        text = (file.EndsWith(".cs", StringComparison.Ordinal) ? CodeComment() : MarkupComment()).Replace(text, m => Blank(m.Value));
        return new SourceFile(System.IO.Path.GetRelativePath(Product.Root, file), text);
    }

    private static string Blank(string text) => new([.. text.Select(c => c == '\n' ? '\n' : ' ')]);

    [GeneratedRegex(@"^[ \t]*//.*$", RegexOptions.Multiline)]
    private static partial Regex CodeComment();

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex MarkupComment();
}
