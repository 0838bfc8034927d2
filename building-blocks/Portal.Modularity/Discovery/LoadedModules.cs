using System.Reflection;

namespace Portal.Modularity.Discovery;

/// <summary>The modules that run, in the order they were found, and the assemblies they came from.</summary>
public sealed class LoadedModules(IReadOnlyList<IModule> modules)
{
    public IReadOnlyList<IModule> Modules { get; } = modules;

    public IReadOnlyList<Assembly> Assemblies { get; } = [.. modules.Select(m => m.GetType().Assembly).Distinct()];
}
