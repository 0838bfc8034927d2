namespace Portal.Devices.Provisioning.Yealink;

/// <summary>Which names a Yealink understands: from version 81 on, system settings carry the prefix <c>static.</c> and codecs have names.</summary>
internal enum YealinkGeneration
{
    /// <summary>The phone did not say what it runs: both spellings are written, and it ignores the one it does not know.</summary>
    Unknown,
    UpToV80,
    FromV81,
}

internal static class YealinkGenerations
{
    /// <param name="firmware">As in the User-Agent: <c>28.83.0.130</c>; its second part is the version.</param>
    public static YealinkGeneration Of(string? firmware) =>
        firmware?.Split('.') is { Length: >= 2 } parts && int.TryParse(parts[1], out var version)
            ? version >= 81 ? YealinkGeneration.FromV81 : YealinkGeneration.UpToV80
            : YealinkGeneration.Unknown;

    public static bool KnowsStatic(this YealinkGeneration generation) => generation != YealinkGeneration.UpToV80;

    public static bool KnowsPlain(this YealinkGeneration generation) => generation != YealinkGeneration.FromV81;
}
