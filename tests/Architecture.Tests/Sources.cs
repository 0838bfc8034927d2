using System.Text.RegularExpressions;

namespace Portal.Architecture.Tests;

public partial class Sources
{
    [Fact]
    public void Take_the_time_from_the_injected_clock() =>
        FilesWith(WallClock()).ShouldBeEmpty();

    [Fact]
    public void Run_no_inline_script_or_style_that_the_content_security_policy_would_block() =>
        FilesWith(InlineScript(), "*.cshtml").ShouldBeEmpty();

    // A block left open swallows every rule below it and shows only as a page that looks wrong.
    [Fact]
    public void Close_every_block_of_their_style_sheets() =>
        new[] { "building-blocks", "modules", "plugins" }.Select(folder => Path.Combine(Product.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.css", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/lib/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var css && css.Count(c => c == '{') != css.Count(c => c == '}'))
            .Select(file => Path.GetRelativePath(Product.Root, file)).ShouldBeEmpty();

    private static IEnumerable<string> FilesWith(Regex pattern, string files = "*.cs") =>
        new[] { "host", "building-blocks", "modules", "plugins" }
            .Select(folder => Path.Combine(Product.Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, files, SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Where(file => pattern.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Product.Root, file));

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now\b|Task\.Delay\([^,()]*\)")]
    private static partial Regex WallClock();

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=""|\sstyle=""", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
