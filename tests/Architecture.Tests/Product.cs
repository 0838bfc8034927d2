using System.Reflection;
using Microsoft.Extensions.DependencyModel;
using Portal.Modularity;

namespace Portal.Architecture.Tests;

/// <summary>The product's own assemblies, found as the host finds them, so that a new module is covered without a line here.</summary>
internal static class Product
{
    private static readonly Assembly[] All = [.. DependencyContext.Default!.RuntimeLibraries
        .Where(l => l.Type == "project" && l.Name.StartsWith("Portal.", StringComparison.Ordinal)
            && !l.Name.EndsWith(".Tests", StringComparison.Ordinal) && l.Name is not ("Portal.Testing" or "Portal.TestHost"))
        .Select(l => Assembly.Load(l.Name))];

    public static IReadOnlyList<Assembly> Modules { get; } = [.. All.Where(a => a.GetTypes().Any(IsModule))];

    public static IReadOnlyList<Assembly> Contracts { get; } = [.. All.Where(a => a.GetName().Name!.EndsWith(".Contracts", StringComparison.Ordinal))];

    public static IReadOnlyList<Assembly> BuildingBlocks { get; } = [.. All.Except(Modules).Except(Contracts)];

    public static string Root { get; } = FindRoot();

    public static bool IsModule(Type type) => type.IsAssignableTo(typeof(IModule)) && type is { IsAbstract: false, IsInterface: false };

    public static string NameOf(Assembly module) => module.GetName().Name!["Portal.".Length..];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Portal.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
