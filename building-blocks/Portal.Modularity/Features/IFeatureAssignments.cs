using Portal.Modularity.Access;

namespace Portal.Modularity.Features;

/// <summary>
/// Which features are on for whom, from memory: pages, the switch and telephones ask it on every request and never wait for the
/// database. Follows each commit.
/// </summary>
public interface IFeatureAssignments
{
    /// <summary>
    /// How the feature stands for this site or employee. A user feature needs company, site and employee of
    /// <paramref name="at"/>, a site feature company and site; what is missing is taken to have no settings of its own.
    /// </summary>
    FeatureState Of(string key, ObjectScope at);

    /// <summary>The names of the packages that this site, or the employee where <paramref name="at"/> names one, has now; empty for none.</summary>
    string PackagesOf(ObjectScope at) => "";
}

/// <summary>Why a feature is off.</summary>
public enum FeatureOff
{
    /// <summary>It is on.</summary>
    No,

    /// <summary>The feature package of the site or employee does not contain it.</summary>
    NotInPackage,

    /// <summary>Feature assignment of the site.</summary>
    ForSite,

    /// <summary>Feature assignment of the employee.</summary>
    ForEmployee,

    /// <summary>Nobody has switched it on, and it is off by default.</summary>
    ByDefault,

    /// <summary>No loaded module or plugin declares it.</summary>
    Unknown,
}

/// <summary>How a feature stands for one holder.</summary>
/// <param name="Package">The names of the packages that were looked into, for the words.</param>
/// <param name="AdminMayChange">"Allow admin privileges": group administrators may change it. Wider roles always may.</param>
public sealed record FeatureState(Feature? Feature, FeatureOff Off, string Package = "", bool AdminMayChange = true)
{
    public bool IsOn => Off == FeatureOff.No;

    /// <summary>Why it is off, in the reader's language; empty when it is on.</summary>
    public string Reason => Off switch
    {
        FeatureOff.No => "",
        FeatureOff.NotInPackage when Package.Length > 0 => T($"It is not part of the package {Package}."),
        FeatureOff.NotInPackage => T("It is not part of the package."),
        FeatureOff.ForSite => T("It is switched off for the site."),
        FeatureOff.ForEmployee => T("It is switched off for this employee."),
        FeatureOff.ByDefault => T("Nobody has switched it on here."),
        _ => T("What it came with is not installed."),
    };

    /// <summary>What a person can do about it, in the reader's language; empty when it is on.</summary>
    public string Advice => Off switch
    {
        FeatureOff.No => "",
        FeatureOff.NotInPackage => T("An administrator of the company can choose another package or an add-on under Service offering."),
        FeatureOff.Unknown => T("Ask whoever runs this portal."),
        _ => T("An administrator can switch it on under Feature assignment."),
    };
}

/// <summary>Where nothing keeps assignments, every feature follows its default.</summary>
internal sealed class DefaultAssignments(FeatureRegistry registry) : IFeatureAssignments
{
    public FeatureState Of(string key, ObjectScope at) => registry.Find(key) is not { } feature
        ? new FeatureState(null, FeatureOff.Unknown)
        : new FeatureState(feature, feature.OnByDefault ? FeatureOff.No : FeatureOff.ByDefault);
}
