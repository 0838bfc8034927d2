using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity.Texts;

namespace Portal.Modularity.Plugins;

/// <summary>
/// Loads <c>{folder}/{Name}/{Name}.dll</c>. Load, register and describe are each caught, and what a plugin registered or
/// offered before it failed is thrown away, so that half a plugin never runs.
/// </summary>
internal static class PluginLoader
{
    private static readonly JsonSerializerOptions ManifestJson = new(JsonSerializerDefaults.Web);

    public static PluginReport Load(string folder, IServiceCollection services, IConfiguration configuration, ModuleCatalog catalog)
    {
        var report = new PluginReport();
        if (!Directory.Exists(folder))
        {
            return report;
        }

        foreach (var directory in Directory.EnumerateDirectories(Path.GetFullPath(folder)).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(directory);
            var assembly = Path.Combine(directory, name + ".dll");
            var manifest = Path.Combine(directory, "plugin.json");
            // A source folder has a manifest but no assembly beside it; it is not a plugin to run.
            if (File.Exists(assembly))
            {
                LoadOne(name, assembly, manifest, services, configuration, catalog, report);
            }
        }

        return report;
    }

    private static void LoadOne(
        string name, string assembly, string manifestPath,
        IServiceCollection services, IConfiguration configuration, ModuleCatalog catalog, PluginReport report)
    {
        var version = "";
        try
        {
            var manifest = ReadManifest(name, manifestPath);
            version = manifest.Version;
            if (manifest.Contract != PluginManifest.CurrentContract)
            {
                report.Failed(name, version, PluginState.NotSupported,
                    $"Built for contract {manifest.Contract}; this portal offers {PluginManifest.CurrentContract}.");
                return;
            }

            var loaded = new PluginLoadContext(assembly).LoadFromAssemblyPath(assembly);
            var types = loaded.GetTypes().Where(t => t.IsAssignableTo(typeof(IModule)) && t is { IsAbstract: false, IsInterface: false }).ToArray();
            if (types.Length != 1)
            {
                throw new InvalidOperationException($"A plugin has exactly one module class; {name}.dll has {types.Length}.");
            }

            var module = (IModule)Activator.CreateInstance(types[0], nonPublic: true)!;
            Translations.Load(loaded);
            var own = new ServiceCollection();
            module.Register(own, configuration);
            catalog.Describe(module);
            foreach (var service in own)
            {
                services.Add(service);
            }

            report.Loaded(manifest, module);
        }
        // Whatever somebody else's code throws must not stop the portal; the reason is shown on the plugins page.
        catch (Exception e)
        {
            report.Failed(name, version, PluginState.Malfunctioned, (e.InnerException ?? e).Message);
        }
    }

    private static PluginManifest ReadManifest(string name, string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidOperationException("There is no plugin.json beside the assembly.");
        }

        var manifest = JsonSerializer.Deserialize<PluginManifest>(File.ReadAllText(path), ManifestJson);
        return manifest is not null && manifest.Name == name
            ? manifest
            : throw new InvalidOperationException($"plugin.json must name the plugin as its folder does: {name}.");
    }
}
