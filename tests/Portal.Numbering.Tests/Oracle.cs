using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Numbering.Tests;

/// <summary>What libphonenumber-js says, run by node: the library whose metadata we read is the judge of how we read it.</summary>
internal static class Oracle
{
    public sealed record Answer(
        [property: JsonPropertyName("text")] string Text,
        [property: JsonPropertyName("in")] string? In,
        [property: JsonPropertyName("error")] string? Error,
        [property: JsonPropertyName("e164")] string? E164,
        [property: JsonPropertyName("country")] string? Country,
        [property: JsonPropertyName("valid")] bool Valid,
        [property: JsonPropertyName("possible")] bool Possible,
        [property: JsonPropertyName("kind")] string? Kind,
        [property: JsonPropertyName("national")] string? National,
        [property: JsonPropertyName("international")] string? International);

    public static async Task<IReadOnlyList<Answer>> AskAsync()
    {
        using var node = Process.Start(new ProcessStartInfo("node", "oracle.mjs")
        {
            WorkingDirectory = Path.Combine(Root(), "tests", "Portal.Numbering.Tests"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync();
        var answers = new List<Answer>();
        while (await node.StandardOutput.ReadLineAsync() is { } line)
        {
            answers.Add(JsonSerializer.Deserialize<Answer>(line)!);
        }

        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await errors);
        return answers;
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Portal.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
