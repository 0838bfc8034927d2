using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Demo;
using Portal.Tenancy.Schedules;
using Portal.Tenancy.Search;
using Portal.Tenancy.Tiles;
using Portal.Web;
using Portal.Web.Search;

namespace Portal.Tenancy;

/// <summary>Companies and their sites.</summary>
public sealed class TenancyModule : IModule
{
    internal const string ListCompanies = "companies.list", ViewCompany = "companies.view", ChangeCompany = "companies.change",
        ManageCompany = "companies.manage", AddCompany = "companies.add",
        ViewSites = "sites.view", ChangeSites = "sites.change", AddSites = "sites.add";

    internal const string ViewSchedules = "schedules.view", ChangeSchedules = "schedules.change";

    public string Name => "Tenancy";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<TenancyDb>();
        services.AddScoped<IDemoData, CompaniesDemo>();
        services.AddScoped<ISearchSource, CompanySearch>();
        services.AddScoped<ISearchSource, SiteSearch>();

        services.AddSingleton<ScheduleDirectory>();
        services.AddSingleton<IScheduleDirectory>(s => s.GetRequiredService<ScheduleDirectory>());
        services.AddHostedService(s => s.GetRequiredService<ScheduleDirectory>());
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(new Permission(ListCompanies, "See the list of companies", Role.Partner))
        .Permission(new Permission(ViewCompany, "See a company's profile", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ChangeCompany, "Change a company's profile", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ManageCompany, "Set a company's status, SIP domain, currency and notes", Role.Partner))
        .Permission(new Permission(AddCompany, "Add companies"))
        .Permission(new Permission(ViewSites, "See sites", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ChangeSites, "Change a site's profile", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(AddSites, "Add sites", Role.Partner, Role.CompanyAdmin))
        .MenuItem(MenuPlace.Top, "Companies", "/companies", "building", ListCompanies, 10)
        .MenuItem(MenuPlace.Top, "Company", "/companies/{company}", "building", ViewCompany, 11)
        .MenuItem(MenuPlace.Top, "Sites", "/sites", "map-pin", ViewSites, 20)
        .MenuItem(MenuPlace.Company, "Profile", "/companies/{id}", "building", ViewCompany, 10)
        .MenuItem(MenuPlace.Company, "Sites", "/companies/{id}/sites", "map-pin", ViewSites, 20)
        .MenuItem(MenuPlace.Site, "Profile", "/sites/{id}", "map-pin", ViewSites, 10)
        .Tile<CompaniesTile>(Dashboard.Platform, ListCompanies, 10)
        .Tile<RecentCompaniesTile>(Dashboard.Platform, ListCompanies, 30)
        .Tile<CompanyTile>(Dashboard.Company, ViewCompany, 10)
        .Tile<SitesTile>(Dashboard.Company, ViewSites, 20)
        .Tile<SiteTile>(Dashboard.Site, ViewSites, 10)

        // Schedules
        .Permission(new Permission(ViewSchedules, "See time and holiday schedules", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ChangeSchedules, "Change time and holiday schedules", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .MenuItem(MenuPlace.Company, "Schedules", "/companies/{id}/schedules", "calendar", ViewSchedules, 50)
        .MenuItem(MenuPlace.Site, "Schedules", "/sites/{id}/schedules", "calendar", ViewSchedules, 50);
}
