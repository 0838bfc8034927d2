namespace Portal.Modularity.Features;

/// <summary>
/// On the page of a feature: when the feature is off for the site or employee of the address (<c>{id}</c>, or the own where the
/// address names nobody), the page answers "not part of this package" instead; and where group administrators may not change
/// the feature, they may look at the page and no more.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsFeatureAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
