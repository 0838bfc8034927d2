namespace Portal.Modularity.Plugins;

/// <summary>
/// <c>plugin.json</c> beside the plugin's assembly: <c>{ "name": "Acme.Wallboard", "version": "1.2.0", "contract": 1 }</c>.
/// The assembly is <c>{name}.dll</c>, in a folder of the same name.
/// </summary>
public sealed record PluginManifest(string Name, string Version, int Contract)
{
    /// <summary>The contract version this portal offers to plugins. Raised only when something public is changed, not added.</summary>
    public const int CurrentContract = 1;
}
