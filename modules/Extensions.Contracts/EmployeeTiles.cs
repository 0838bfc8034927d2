using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;

namespace Portal.Extensions.Contracts;

/// <summary>
/// A part of an employee's overview page that another module shows: registrations, forwarding, last calls. A view component,
/// which may be internal, invoked with one argument named <c>employee</c> of type <see cref="EmployeeSummary"/>; its view is
/// usually one <c>&lt;tile&gt;</c>.
/// </summary>
/// <param name="Needs">The permission over this employee without which it is not shown; null: whoever sees the overview.</param>
/// <param name="Order">Ascending; tiles of equal order stand in the order of their modules.</param>
public sealed record EmployeeTile(Type Component, string? Needs, int Order);

public static class EmployeeTileOffers
{
    /// <inheritdoc cref="Contracts.EmployeeTile"/>
    public static ModuleCatalog EmployeeTile<TViewComponent>(this ModuleCatalog offers, string? needs = null, int order = 0)
        where TViewComponent : ViewComponent =>
        offers.Add(new EmployeeTile(typeof(TViewComponent), needs, order));
}
