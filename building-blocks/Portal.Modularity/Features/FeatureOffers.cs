using System.Text.RegularExpressions;

namespace Portal.Modularity.Features;

public static partial class FeatureOffers
{
    /// <summary>
    /// Declares a feature. What is wrong with the declaration stops the start of a shipped module, and marks a plugin as
    /// malfunctioned.
    /// </summary>
    /// <exception cref="InvalidOperationException">The key is taken or no key, the category is not one of the scope's, or the page has no place for the id.</exception>
    public static ModuleCatalog Feature(this ModuleCatalog offers, Feature feature)
    {
        if (!KeyPattern().IsMatch(feature.Key) || feature.Key.Length > 60)
        {
            throw new InvalidOperationException($"\"{feature.Key}\" is no key of a feature: lower-case words joined by hyphens, at most 60 characters.");
        }

        if (offers.WithModule<Feature>().FirstOrDefault(f => f.Offer.Key == feature.Key) is { Offer: not null } known)
        {
            throw new InvalidOperationException($"The feature {feature.Key} has been declared already, by {known.Module}.");
        }

        if (!FeatureCategories.Of(feature.Scope).Contains(feature.Category))
        {
            throw new InvalidOperationException($"The feature {feature.Key} of a {feature.Scope} cannot stand under {feature.Category}.");
        }

        if (!feature.Page.StartsWith('/') || !feature.Page.Contains("{id}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The page of {feature.Key} must be an address with {{id}}, such as /employees/{{id}}/forwarding.");
        }

        if ((feature.Settings is { } settings && !settings.IsAssignableTo(typeof(IFeatureSettings)))
            || (feature.Copier is { } copier && !copier.IsAssignableTo(typeof(IFeatureCopier))))
        {
            throw new InvalidOperationException($"The settings of {feature.Key} implement IFeatureSettings, its copier IFeatureCopier.");
        }

        return offers.Add(feature);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
