using Portal.Data;
using Portal.Data.Activity;
using Portal.Data.History;
using Portal.Mail;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Tiles;

namespace Portal.Web.Platform;

/// <summary>What the platform itself offers, in the same words as a module.</summary>
internal static class PlatformOffers
{
    public const string ViewPlugins = "plugins.view";
    public const string RunJobs = "jobs.run";
    public const string ReadMail = "mail.read";
    public const string ViewAudit = "audit.view";

    public static void Describe(ModuleCatalog? offers) => offers?
        .PortalData()
        .PortalMail()
        .Permission(new Permission(ViewPlugins, "See the installed plugins and their state"))
        .Permission(new Permission(RunJobs, "See the portal's jobs and run them"))
        .Permission(new Permission(ViewAudit, "See who changed what", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ReadMail, "Read the mail the portal has written"))
        .MenuItem(MenuPlace.Platform, "Mail", "/mail", "mail", needs: ReadMail, order: 70)
        .MenuItem(MenuPlace.Platform, "Plugins", "/plugins", "puzzle", needs: ViewPlugins, order: 80)
        .MenuItem(MenuPlace.Platform, "Jobs", "/jobs", "clock", needs: RunJobs, order: 85)
        .MenuItem(MenuPlace.Platform, "Audit log", "/audit-log", "history", needs: ViewPlugins, order: 90)
        .MenuItem(MenuPlace.Company, "Recent activity", "/companies/{id}/activity", "timeline", needs: RecentActivity.View, order: 85)
        .MenuItem(MenuPlace.Company, "Audit log", "/audit-log?company={id}", "history", needs: ViewAudit, order: 90)
        .MenuItem(MenuPlace.User, "Delayed changes", "/delayed", "clock", needs: ObjectHistory.Note, order: 50)
        .Tile<UndeliveredMailTile>(Dashboard.Platform, ReadMail, order: 1)
        .Tile<RecentActivityTile>(Dashboard.Company, RecentActivity.View, order: 60);
}
