using Portal.Data.Activity;
using Portal.Data.Delayed;
using Portal.Data.History;
using Portal.Data.Jobs;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data;

public static class DataOffers
{
    /// <summary>The jobs and permissions of what Portal.Data keeps, in the same words as a module.</summary>
    public static ModuleCatalog PortalData(this ModuleCatalog offers) => offers
        .Job<PurgeActivity>(PurgeActivity.Name, JobSchedule.Daily(3))
        .Job<SaveDelayed>(SaveDelayed.Name, JobSchedule.Every(TimeSpan.FromMinutes(1)))
        .Permission(new Permission(ObjectHistory.View, "See the history of what one administers", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ObjectHistory.Note, "Make notes on what one administers", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(RecentActivity.View, "See a company's recent activity", Role.Partner, Role.CompanyAdmin));
}
