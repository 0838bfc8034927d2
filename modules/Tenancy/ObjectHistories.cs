using Microsoft.Extensions.DependencyInjection;
using Portal.Data.History;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Dialling;
using Portal.Tenancy.Domain.Features;
using Portal.Tenancy.Domain.Groups;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Domain.Partners;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Features;

namespace Portal.Tenancy;

/// <summary>"View history" and "Make a note" on what stands beside companies, sites and contacts.</summary>
internal static class ObjectHistories
{
    public static ModuleCatalog Histories(this ModuleCatalog offers) => offers
        .History<TenancyDb, Number>("numbers", "Number", n => new HistoryObject(n.E164, new ObjectScope(n.CompanyId, n.SiteId)) { IsGone = n.State == NumberState.Released })
        .History<TenancyDb, Schedule>("schedules", "Schedule", s => new HistoryObject(s.Name, new ObjectScope(s.CompanyId, s.SiteId)))
        .History<TenancyDb, Group>("groups", "Group", g => new HistoryObject(g.Name, new ObjectScope(g.CompanyId, Group: g.Id)))
        .History<TenancyDb, DialLocation>("locations", "Dial location", l => new HistoryObject(l.Name, new ObjectScope(l.CompanyId)))
        .History<TenancyDb, Partner>("partners", "Partner", p => new HistoryObject(p.Name, ObjectScope.Platform))
        // A catalogue is the platform's or a partner's, and no company's.
        .History<TenancyDb, FeaturePackage>("packages", "Feature package", (services, p) => new HistoryObject(p.Name, ObjectScope.Platform)
        {
            IsInReach = services.GetRequiredService<Catalogue>().MayChange(p.Owner),
        }, "/packages/{id}/edit");
}
