using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;

namespace Portal.Web;

/// <summary>A landing page, chosen by role.</summary>
public enum Dashboard
{
    /// <summary>Operators, and partners for the companies they look after.</summary>
    Platform,

    /// <summary>Company administrators.</summary>
    Company,

    /// <summary>Group administrators.</summary>
    Site,

    /// <summary>Everyone who is an employee.</summary>
    Employee,
}

/// <summary>
/// A part of a dashboard: a view component, which may be internal and is invoked without arguments. Its view is usually one
/// <c>&lt;tile&gt;</c>; a view component that renders nothing takes no room.
/// </summary>
public sealed record Tile(Dashboard Board, Type Component, string? Needs, int Order);

public static class TileOffers
{
    /// <inheritdoc cref="Web.Tile"/>
    public static ModuleCatalog Tile<TViewComponent>(this ModuleCatalog offers, Dashboard board, string? needs = null, int order = 0)
        where TViewComponent : ViewComponent =>
        offers.Add(new Tile(board, typeof(TViewComponent), needs, order));
}
