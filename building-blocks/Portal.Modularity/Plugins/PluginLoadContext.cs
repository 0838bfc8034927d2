using System.Reflection;
using System.Runtime.Loader;

namespace Portal.Modularity.Plugins;

/// <summary>A plugin's own world of assemblies: what the portal has is taken from the portal, the rest from the plugin's folder.</summary>
internal sealed class PluginLoadContext(string assemblyPath) : AssemblyLoadContext("plugin:" + Path.GetFileNameWithoutExtension(assemblyPath))
{
    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A contract type must be the same type on both sides, so the portal's copy wins even when the plugin brought one.
        try
        {
            return Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name!));
        }
        catch (FileNotFoundException)
        {
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
        }
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
