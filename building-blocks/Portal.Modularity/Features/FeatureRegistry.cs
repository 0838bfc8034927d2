using System.Collections.Frozen;

namespace Portal.Modularity.Features;

/// <summary>The features of all loaded modules and plugins. Complete once the host has started.</summary>
public sealed class FeatureRegistry(ModuleCatalog catalog)
{
    private readonly Lazy<FrozenDictionary<string, Feature>> _byKey = new(() => catalog.All<Feature>().ToFrozenDictionary(f => f.Key));

    public Feature? Find(string key) => _byKey.Value.GetValueOrDefault(key);

    /// <summary>By category as the Features page lists them, then by name.</summary>
    public IReadOnlyList<Feature> Of(FeatureScope scope)
    {
        var order = FeatureCategories.Of(scope).ToArray();
        return [.. _byKey.Value.Values.Where(f => f.Scope == scope)
            .OrderBy(f => Array.IndexOf(order, f.Category)).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }
}
