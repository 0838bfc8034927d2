using System.Reflection;

namespace Portal.Testing;

/// <summary>Where the sources are that this assembly was built from.</summary>
public static class Repository
{
    /// <summary>Full path of the repository's root.</summary>
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(Metadata("RepositoryRoot"));

    internal static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    /// <summary>Full path of a file below the root, given with forward slashes.</summary>
    public static string File(string path) => Path.Combine(Root, path);
}
