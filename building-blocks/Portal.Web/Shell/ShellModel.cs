using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Forms;

namespace Portal.Web.Shell;

/// <summary>What the layout draws around a page, worked out from the page model and the person.</summary>
public sealed record ShellModel(
    PageHead Head,
    EditConflict? Conflict,
    IReadOnlyList<MenuEntry> Tabs,
    IReadOnlyList<MenuEntry> Side,
    IReadOnlyList<MenuEntry> Platform,
    IReadOnlyList<MenuEntry> User,
    IReadOnlyList<MenuEntry> TopRight)
{
    /// <summary>How many tabs the bottom bar of a phone has room for, beside "More".</summary>
    public const int BottomTabs = 4;

    /// <summary>What a role is called on the screen.</summary>
    public static string NameOf(Role? role) => role switch
    {
        Role.Operator => T("Operator"),
        Role.Partner => T("Partner"),
        Role.CompanyAdmin => T("Company administrator"),
        Role.GroupAdmin => T("Group administrator"),
        Role.Employee => T("Employee"),
        _ => "",
    };

    internal static ShellModel For(ViewContext view, Menu menu)
    {
        var page = view.ViewData.Model as IPortalPage;
        var head = page?.Head ?? new PageHead();
        if (page is null && view.ViewData["Title"] is string title)
        {
            head.Title = title;
        }

        var path = view.HttpContext.Request.Path;
        return new ShellModel(
            head,
            page?.Conflict,
            menu.At(MenuPlace.Top, path),
            head.Subject is { } subject ? menu.Of(subject, path) : [],
            menu.At(MenuPlace.Platform, path),
            menu.At(MenuPlace.User, path),
            menu.TopRight(head.Subject, path));
    }
}
