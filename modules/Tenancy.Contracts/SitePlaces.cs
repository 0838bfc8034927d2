using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;

namespace Portal.Tenancy.Contracts;

/// <summary>How telephones of a place dial: what a number without country or area code means (TE14).</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
/// <param name="AreaCode">National, without the trunk prefix: <c>113</c> for Leeds. Empty where numbers are dialled in full.</param>
/// <param name="OutsidePrefix">What is dialled before an outside number; empty for nothing.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record DialContext(string Country, string AreaCode, string OutsidePrefix, string TimeZone);

/// <summary>
/// What the switch has to know of a company's places, in memory: it asks on every call. Rebuilt after each commit that changes it.
/// </summary>
public interface ISitePlaces
{
    /// <summary>How an employee of this site dials: by the site's dial location, else by its country and time zone. Null for an unknown site.</summary>
    DialContext? DialContextOf(SiteId site);

    /// <summary>How many calls the site may have at a time; null for any number.</summary>
    int? CallLimitOf(SiteId site);

    /// <summary>How many employees the site may have; null for any number.</summary>
    int? EmployeeLimitOf(SiteId site);
}

/// <summary>
/// A part of a site's page that another module shows. A view component, which may be internal, invoked with one argument named
/// <c>site</c> of type <see cref="SiteSummary"/>; its view is usually one <c>&lt;tile&gt;</c>.
/// </summary>
/// <param name="Needs">The permission over this site without which it is not shown; null: whoever sees the page.</param>
public sealed record SitePart(Type Component, string? Needs, int Order);

/// <summary>A part of a company's page; the view component gets the argument <c>company</c> of type <see cref="CompanySummary"/>.</summary>
public sealed record CompanyPart(Type Component, string? Needs, int Order);

public static class PlaceParts
{
    /// <inheritdoc cref="Contracts.SitePart"/>
    public static ModuleCatalog SitePart<TViewComponent>(this ModuleCatalog offers, string? needs = null, int order = 0) where TViewComponent : ViewComponent =>
        offers.Add(new SitePart(typeof(TViewComponent), needs, order));

    /// <inheritdoc cref="Contracts.CompanyPart"/>
    public static ModuleCatalog CompanyPart<TViewComponent>(this ModuleCatalog offers, string? needs = null, int order = 0) where TViewComponent : ViewComponent =>
        offers.Add(new CompanyPart(typeof(TViewComponent), needs, order));
}
