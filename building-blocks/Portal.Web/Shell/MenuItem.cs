using Portal.Modularity;

namespace Portal.Web;

/// <summary>Where a menu entry stands.</summary>
public enum MenuPlace
{
    /// <summary>The tabs of the top bar; on a phone the first four make the bottom bar.</summary>
    Top,

    /// <summary>The side menu of the selected company.</summary>
    Company,

    /// <summary>The side menu of the selected site.</summary>
    Site,

    /// <summary>The side menu of the selected employee.</summary>
    Employee,

    /// <summary>The side menu of the selected group of employees.</summary>
    Group,

    /// <summary>The operators' menu at the right of the top bar.</summary>
    Platform,

    /// <summary>The user's own menu.</summary>
    User,

    /// <summary>
    /// At the right of the top bar: what belongs to the selected object, whatever its kind. <c>{subject}</c> in the address
    /// stands for <c>companies/…</c>, <c>sites/…</c> or <c>employees/…</c>; where nothing is selected, for the person's own.
    /// </summary>
    TopRight,
}

/// <summary>
/// A menu entry a module offers. In the places of a selected object, <c>{id}</c> in the address stands for its id. Everywhere,
/// <c>{company}</c> and <c>{employee}</c> stand for the signed-in person's own; without one, the entry is not shown.
/// </summary>
/// <param name="Needs">The permission without which the entry is not shown; null: everyone who has signed in.</param>
/// <param name="Order">Ascending within the place; entries of equal order stand in the order of their modules.</param>
public sealed record MenuItem(MenuPlace Place, string Text, string Href, string Icon, string? Needs, int Order)
{
    /// <summary>The feature this entry leads to; it is left out where the feature is off. Null: not a feature.</summary>
    public string? Feature { get; init; }
}

public static class MenuOffers
{
    /// <inheritdoc cref="Web.MenuItem"/>
    public static ModuleCatalog MenuItem(
        this ModuleCatalog offers, MenuPlace place, string text, string href, string icon, string? needs = null, int order = 0, string? feature = null) =>
        offers.Add(new MenuItem(place, text, href, icon, needs, order) { Feature = feature });
}
