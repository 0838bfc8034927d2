using System.Collections.Concurrent;

namespace Portal.Modularity.Plugins;

public enum PluginState
{
    Loaded,

    /// <summary>It threw while loading, registering, describing itself or mapping; the portal runs without it.</summary>
    Malfunctioned,

    /// <summary>It was built for another contract version.</summary>
    NotSupported,
}

/// <summary>One folder of the plugins folder and what became of it.</summary>
public sealed record PluginStatus(string Name, string Version, PluginState State, string Reason);

/// <summary>What became of every plugin, for the operator's page and the log.</summary>
public sealed class PluginReport
{
    private readonly ConcurrentDictionary<string, PluginStatus> _plugins = new(StringComparer.Ordinal);
    private readonly List<IModule> _modules = [];

    public IReadOnlyList<PluginStatus> Plugins => [.. _plugins.Values.OrderBy(p => p.Name, StringComparer.Ordinal)];

    internal IReadOnlyList<IModule> Modules => _modules;

    internal void Loaded(PluginManifest manifest, IModule module)
    {
        _modules.Add(module);
        _plugins[manifest.Name] = new PluginStatus(manifest.Name, manifest.Version, PluginState.Loaded, "");
    }

    internal void Failed(string name, string version, PluginState state, string reason) =>
        _plugins[name] = new PluginStatus(name, version, state, reason);

    internal bool IsPlugin(IModule module) => _modules.Contains(module);

    internal void Malfunctioned(IModule module, Exception e)
    {
        var name = module.GetType().Assembly.GetName().Name!;
        _plugins[name] = new PluginStatus(name, "", PluginState.Malfunctioned, e.Message);
    }
}
