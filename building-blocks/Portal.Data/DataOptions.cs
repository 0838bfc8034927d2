using Microsoft.Extensions.Configuration;
using Portal.Modularity;

namespace Portal.Data;

/// <summary>Settings under <c>Data:</c>.</summary>
public sealed record DataOptions(string Path, string Provider, string? ConnectionString)
{
    /// <summary>Reads <c>Data:Path</c> (default <c>./data</c>), <c>Data:Provider</c> (default <c>sqlite</c>) and <c>Data:ConnectionString</c>.</summary>
    public static DataOptions From(IConfiguration configuration) => new(
        System.IO.Path.GetFullPath(configuration["Data:Path"] ?? "data"),
        (configuration["Data:Provider"] ?? "sqlite").ToLowerInvariant(),
        configuration["Data:ConnectionString"]);

    /// <summary>The one line for a data folder that this account may not write.</summary>
    internal static StartupException CannotWrite(string folder, Exception cause) => new(
        $"The data folder {folder} cannot be written: {cause.Message.Split('\n')[0].TrimEnd('\r', '.')}. Give this account write access, or choose another folder with --Data:Path.", cause);
}
