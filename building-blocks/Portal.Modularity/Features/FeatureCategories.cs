namespace Portal.Modularity.Features;

/// <summary>The categories of each scope in the order they are listed, and what they are called.</summary>
public static class FeatureCategories
{
    private static readonly FeatureCategory[] Site =
        [FeatureCategory.CallGroups, FeatureCategory.Contacts, FeatureCategory.Management, FeatureCategory.PortalsAndBridges];

    private static readonly FeatureCategory[] User =
        [FeatureCategory.Mobility, FeatureCategory.CallControl, FeatureCategory.Contacts, FeatureCategory.Messaging];

    public static IReadOnlyList<FeatureCategory> Of(FeatureScope scope) => scope == FeatureScope.Site ? Site : User;

    /// <summary>The heading in English; it is translated where it is drawn.</summary>
    public static string NameOf(FeatureCategory category) => category switch
    {
        FeatureCategory.CallGroups => "Call groups",
        FeatureCategory.PortalsAndBridges => "Portals & bridges",
        FeatureCategory.CallControl => "Call control",
        _ => category.ToString(),
    };
}
