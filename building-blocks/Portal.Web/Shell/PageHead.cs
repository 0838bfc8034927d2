using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Web;

/// <summary>What a page tells the shell about itself: its heading, where it stands, and whose side menu is shown.</summary>
public sealed class PageHead
{
    private readonly List<Link> _breadcrumbs = [];

    /// <summary>The page's one <c>h1</c>, and the browser's title.</summary>
    public string Title { get; set; } = "";

    /// <summary>A sentence under the heading; empty for none.</summary>
    public string Lead { get; set; } = "";

    /// <summary>The way back up, without the page itself.</summary>
    public IReadOnlyList<Link> Breadcrumbs => _breadcrumbs;

    /// <summary>The one thing most people come to do, at the right of the heading.</summary>
    public Link? PrimaryAction { get; set; }

    /// <summary>The object this page belongs to. Its side menu is shown; null for pages of no object.</summary>
    public Subject? Subject { get; set; }

    /// <summary>Notices for the row under the top bar.</summary>
    public IList<Banner> Banners { get; } = [];

    /// <summary>Begins anew: for a page that is loaded again after its change, within the same request.</summary>
    public void Clear() => _breadcrumbs.Clear();

    /// <summary>Adds a step to the breadcrumb.</summary>
    public PageHead Under(string text, string href)
    {
        _breadcrumbs.Add(new Link(text, href));
        return this;
    }
}

/// <summary>A link or link-shaped button.</summary>
/// <param name="Needs">A permission without which it is not shown; null: always.</param>
public sealed record Link(string Text, string Href, string? Icon = null, string? Needs = null);

/// <summary>What kind of object a side menu belongs to.</summary>
public enum SubjectKind
{
    Company,
    Site,
    Employee,
    Group,
}

/// <summary>The selected object: the side menu shows its name and state, and the entries modules offer for its kind.</summary>
/// <param name="Id">Takes the place of <c>{id}</c> in menu addresses.</param>
/// <param name="Scope">Where the object stands; entries whose permission does not reach it are left out.</param>
/// <param name="Detail">A line under the name, for example the extension and site.</param>
/// <param name="State">The object's state in a word; null for none.</param>
public sealed record Subject(
    SubjectKind Kind, string Id, string Name, ObjectScope Scope, string? Detail = null, Status? State = null)
{
    public static Subject Company(CompanyId id, string name, string? detail = null, Status? state = null) =>
        new(SubjectKind.Company, id.ToString(), name, new ObjectScope(id), detail, state);

    public static Subject Site(SiteId id, CompanyId company, string name, string? detail = null, Status? state = null) =>
        new(SubjectKind.Site, id.ToString(), name, new ObjectScope(company, id), detail, state);

    public static Subject Group(GroupId id, CompanyId company, string name, string? detail = null, Status? state = null) =>
        new(SubjectKind.Group, id.ToString(), name, new ObjectScope(company, Group: id), detail, state);

    public static Subject Employee(EmployeeId id, CompanyId company, SiteId? site, string name, string? detail = null, Status? state = null) =>
        new(SubjectKind.Employee, id.ToString(), name, new ObjectScope(company, site, id), detail, state);
}

/// <summary>How good or bad a state is. It is always shown with a word, never by colour alone.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
    Notice,
}

/// <summary>A state in a word, with the icon that belongs to its tone unless another is named.</summary>
public sealed record Status(Tone Tone, string Text, string? Icon = null);

/// <summary>A notice in the row under the top bar.</summary>
public sealed record Banner(Tone Tone, string Text, Link? Action = null);
