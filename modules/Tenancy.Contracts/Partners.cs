using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>A partner, who looks after companies (ID6), as others need it.</summary>
public sealed record PartnerSummary(PartnerId Id, string Name);

/// <summary>Null when there is no such partner, or the asker does not manage partners.</summary>
public sealed record FindPartner(PartnerId Id) : IRequest<PartnerSummary?>;

/// <summary>
/// A part of a partner's page that another module shows. A view component, which may be internal, invoked with one argument named
/// <c>partner</c> of type <see cref="PartnerSummary"/>.
/// </summary>
/// <param name="Needs">The permission over the platform without which it is not shown; null: whoever sees the page.</param>
public sealed record PartnerPart(Type Component, string? Needs, int Order);

/// <summary>Declares parts of a partner's page.</summary>
public static class PartnerParts
{
    /// <inheritdoc cref="Contracts.PartnerPart"/>
    public static ModuleCatalog PartnerPart<TViewComponent>(this ModuleCatalog offers, string? needs = null, int order = 0) where TViewComponent : ViewComponent =>
        offers.Add(new PartnerPart(typeof(TViewComponent), needs, order));
}
