using Microsoft.Extensions.Configuration;

namespace Portal.Data;

/// <summary>Settings under <c>Data:</c>.</summary>
public sealed record DataOptions(string Path, string Provider, string? ConnectionString)
{
    /// <summary>Reads <c>Data:Path</c> (default <c>./data</c>), <c>Data:Provider</c> (default <c>sqlite</c>) and <c>Data:ConnectionString</c>.</summary>
    public static DataOptions From(IConfiguration configuration) => new(
        System.IO.Path.GetFullPath(configuration["Data:Path"] ?? "data"),
        (configuration["Data:Provider"] ?? "sqlite").ToLowerInvariant(),
        configuration["Data:ConnectionString"]);
}
