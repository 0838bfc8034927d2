using Microsoft.AspNetCore.Http;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;

namespace Portal.Web.Shell;

/// <summary>A menu entry for this person on this page.</summary>
public sealed record MenuEntry(string Text, string Href, string Icon, bool IsCurrent);

/// <summary>Picks from what modules offer the entries that this person may use.</summary>
public sealed class Menu(ModuleCatalog catalog, CurrentUser user, IAccess access, IFeatureAssignments features)
{
    /// <summary>The entries of a place that belongs to no object.</summary>
    public IReadOnlyList<MenuEntry> At(MenuPlace place, PathString path)
    {
        var entries = Offered(place)
            .Where(i => (i.Needs is null || access.AllowsSomewhere(i.Needs)) && IsOn(i, Own))
            .Select(i => (Item: i, Href: Fill(i.Href, null)));
        return MarkCurrent(entries, path);
    }

    /// <summary>False for the address of a menu entry that this person may not use: breadcrumbs then name it without leading there.</summary>
    public bool Opens(string href)
    {
        var pattern = string.Join('/', href.Split('/').Select(part => Guid.TryParse(part, out _) ? "{id}" : part));
        return !catalog.All<MenuItem>().Any(i => i.Href == pattern && i.Needs is not null && !access.AllowsSomewhere(i.Needs));
    }

    /// <summary>The side menu of the selected object.</summary>
    public IReadOnlyList<MenuEntry> Of(Subject subject, PathString path)
    {
        var place = subject.Kind switch
        {
            SubjectKind.Company => MenuPlace.Company,
            SubjectKind.Site => MenuPlace.Site,
            SubjectKind.Group => MenuPlace.Group,
            _ => MenuPlace.Employee,
        };
        var entries = Offered(place)
            .Where(i => (i.Needs is null || access.Allows(i.Needs, subject.Scope)) && IsOn(i, subject.Scope))
            .Select(i => (Item: i, Href: Fill(i.Href, subject.Id)));
        return MarkCurrent(entries, path);
    }

    /// <summary>The links of the selected object at the right of the top bar; without one, of the widest the person has for their own.</summary>
    public IReadOnlyList<MenuEntry> TopRight(Subject? subject, PathString path)
    {
        (string, ObjectScope)?[] places =
        [
            subject?.Kind switch
            {
                SubjectKind.Company => ("companies/" + subject.Id, subject.Scope),
                SubjectKind.Site => ("sites/" + subject.Id, subject.Scope),
                SubjectKind.Employee => ("employees/" + subject.Id, subject.Scope),
                _ => null,
            },
            user.Company is { } company ? ("companies/" + company, new ObjectScope(company)) : null,
            .. user.Grants.Select(g => g is { Role: Role.GroupAdmin, Site: { } site } ? ((string, ObjectScope)?)("sites/" + site, new ObjectScope(g.Company, site)) : null),
            user.Employee is { } me ? ("employees/" + me, Own) : null,
        ];
        var entries = Offered(MenuPlace.TopRight)
            .Select(i => (Item: i, Place: places.FirstOrDefault(p => p is { } place && (i.Needs is null || access.Allows(i.Needs, place.Item2)))))
            .Select(e => (e.Item, Href: e.Place is { } place ? e.Item.Href.Replace("{subject}", place.Item1, StringComparison.Ordinal) : null));
        return MarkCurrent(entries, path);
    }

    /// <summary>Where the person's own features are: what an entry without a selected object leads to.</summary>
    private ObjectScope Own => user.Grants.FirstOrDefault(g => g.Employee is not null) is { } own ? new ObjectScope(own.Company, own.Site, own.Employee) : default;

    private bool IsOn(MenuItem item, ObjectScope at) => item.Feature is null || features.Of(item.Feature, at).IsOn;

    private IEnumerable<MenuItem> Offered(MenuPlace place) =>
        catalog.All<MenuItem>().Where(i => i.Place == place).OrderBy(i => i.Order);

    private string? Fill(string href, string? id)
    {
        if ((href.Contains("{company}", StringComparison.Ordinal) && user.CurrentCompany is null)
            || (href.Contains("{employee}", StringComparison.Ordinal) && user.Employee is null))
        {
            return null;
        }

        return href.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{company}", user.CurrentCompany?.ToString(), StringComparison.Ordinal)
            .Replace("{employee}", user.Employee?.ToString(), StringComparison.Ordinal);
    }

    private static List<MenuEntry> MarkCurrent(IEnumerable<(MenuItem Item, string? Href)> entries, PathString path)
    {
        var shown = entries.Where(e => e.Href is not null).Select(e => (e.Item, Href: e.Href!)).ToArray();
        // The longest matching address is the most specific: /employees/7/forwarding, not /employees/7.
        var current = shown.Select(e => e.Href).Where(h => Matches(path, h)).MaxBy(h => h.Length);
        return [.. shown.Select(e => new MenuEntry(T(e.Item.Text), e.Href, e.Item.Icon, e.Href == current))];
    }

    private static bool Matches(PathString path, string href) =>
        href == "/" ? path == "/" : path.StartsWithSegments(href.Split('?')[0]);
}
