using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web;

/// <summary>
/// Where signing in leads people of a role, unless they were on their way somewhere. <c>{company}</c>, <c>{site}</c>, <c>{group}</c> and
/// <c>{employee}</c> stand for the person's own; an offer with one they do not have is passed over. Without any, the start page.
/// </summary>
/// <param name="Order">Ascending; the first that fits is taken.</param>
public sealed record Landing(Role Role, string Href, int Order)
{
    /// <summary>The address for somebody with these grants; null when it does not fit them.</summary>
    public string? For(IReadOnlyList<Grant> grants)
    {
        // A group that was removed, or never given, is no place to begin the day at.
        var own = grants.Where(g => g.Role == Role && g is not { Role: Role.GroupAdmin, Area.Groups.Count: 0 }).ToArray();
        var href = Href;
        foreach (var (word, value) in new (string, Guid?)[]
        {
            ("{company}", own.Select(g => g.Company?.Value).FirstOrDefault(v => v is not null)),
            ("{site}", own.Select(SiteOf).FirstOrDefault(v => v is not null)),
            ("{group}", own.Select(g => g.AdministeredGroup?.Value).FirstOrDefault(v => v is not null)),
            ("{employee}", own.Select(g => g.Employee?.Value).FirstOrDefault(v => v is not null)),
        })
        {
            if (href.Contains(word, StringComparison.Ordinal))
            {
                if (value is not { } id)
                {
                    return null;
                }

                href = href.Replace(word, id.ToString(), StringComparison.Ordinal);
            }
        }

        return own.Length > 0 ? href : null;
    }

    // A group that is a site may be named as the group alone.
    private static Guid? SiteOf(Grant grant) =>
        grant.Site?.Value ?? (grant.AdministeredGroup is { } group && grant.Area?.Sites.Contains(new SiteId(group.Value)) == true ? group.Value : null);
}

public static class LandingOffers
{
    /// <inheritdoc cref="Web.Landing"/>
    public static ModuleCatalog Landing(this ModuleCatalog offers, Role role, string href, int order = 0) => offers.Add(new Landing(role, href, order));
}
