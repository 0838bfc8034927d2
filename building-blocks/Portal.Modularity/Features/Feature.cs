namespace Portal.Modularity.Features;

/// <summary>Who a feature belongs to.</summary>
public enum FeatureScope
{
    /// <summary>A site as a whole: call groups, company contacts, calling plans.</summary>
    Site,

    /// <summary>One employee: forwarding, voicemail, own contacts.</summary>
    User,
}

/// <summary>Under which heading the Features page lists it. <see cref="FeatureCategories"/> says which belong to which scope.</summary>
public enum FeatureCategory
{
    CallGroups,
    Management,
    PortalsAndBridges,
    Mobility,
    CallControl,
    Contacts,
    Messaging,
}

/// <summary>
/// Something a site or an employee may have: it stands in packages, in assignments and on the Features page, is switched off
/// anywhere above, and is copied from one holder to another. Declared once by the module or plugin that makes it work; all
/// others walk the registry.
/// </summary>
/// <param name="Key">Stable, lower case, words joined by hyphens: <c>call-forwarding-always</c>. Unique among all modules.</param>
/// <param name="Icon">An icon of the sprite (<c>Portal.Web/Icons/icons.txt</c>).</param>
/// <param name="Name">As people call it; translated where it is shown, so English here and German in <c>Texts/de.json</c>.</param>
/// <param name="Summary">One line that says what it does for whom; translated like the name.</param>
/// <param name="Page">
/// Where it is configured, with <c>{id}</c> for the site or employee: <c>/employees/{id}/forwarding</c>. The page says
/// <see cref="NeedsFeatureAttribute"/>.
/// </param>
public sealed record Feature(
    string Key, FeatureScope Scope, FeatureCategory Category, string Icon, string Name, string Summary, string Page)
{
    /// <summary>The permission without which the page is of no use; null: whoever sees the Features page may open it.</summary>
    public string? Needs { get; init; }

    /// <summary>What holds where no package and no assignment says otherwise. A small company sets up nothing.</summary>
    public bool OnByDefault { get; init; } = true;

    /// <summary>The settings of one holder, a record that implements <see cref="IFeatureSettings"/>; null: nothing to set.</summary>
    public Type? Settings { get; init; }

    /// <summary>An <see cref="IFeatureCopier"/>, created from the services of the request; null: nothing to copy.</summary>
    public Type? Copier { get; init; }

    /// <summary>Names what is set and who copies it.</summary>
    public Feature Copied<TSettings, TCopier>() where TSettings : class, IFeatureSettings where TCopier : class, IFeatureCopier =>
        this with { Settings = typeof(TSettings), Copier = typeof(TCopier) };

    /// <summary>The page of this holder.</summary>
    public string PageOf(FeatureHolder holder) => Page.Replace("{id}", holder.Id.ToString(), StringComparison.Ordinal);
}

/// <summary>What is set in a feature, for one site or employee. Validated by itself, so that page, copy and import refuse the same.</summary>
public interface IFeatureSettings
{
    /// <summary>Why these settings cannot be saved, in words; empty when they can.</summary>
    IEnumerable<Requests.Problem> Problems();
}

/// <summary>
/// Copies a feature's settings from one site or employee to another. Called inside a change, so that all copies of a job
/// succeed or fail as the job decides; it checks the powers of the current user as the feature's own page does.
/// </summary>
public interface IFeatureCopier
{
    /// <summary>Done also when there was nothing to copy; refused in words when the settings make no sense for the target.</summary>
    Task<Requests.Outcome> CopyAsync(FeatureHolder from, FeatureHolder to, CancellationToken ct);
}

/// <summary>The site or employee that has a feature.</summary>
public readonly record struct FeatureHolder(FeatureScope Scope, Guid Id)
{
    public static FeatureHolder Of(SiteId site) => new(FeatureScope.Site, site.Value);

    public static FeatureHolder Of(EmployeeId employee) => new(FeatureScope.User, employee.Value);

    public SiteId Site => Scope == FeatureScope.Site ? new SiteId(Id) : throw new InvalidOperationException("The holder is an employee.");

    public EmployeeId Employee => Scope == FeatureScope.User ? new EmployeeId(Id) : throw new InvalidOperationException("The holder is a site.");
}
