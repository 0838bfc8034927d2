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
