using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.Delayed;
using Portal.Data.History;
using Portal.Data.Jobs;
using Portal.Extensions.Contracts;
using Portal.Mail;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Demo;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Contacts;
using Portal.Tenancy.Jobs;
using Portal.Tenancy.Pages.Contacts;
using Portal.Tenancy.Dialling;
using Portal.Tenancy.Schedules;
using Portal.Tenancy.Features;
using Portal.Tenancy.Groups;
using Portal.Tenancy.Numbers;
using Portal.Tenancy.Search;
using Portal.Tenancy.Tiles;
using Portal.Web;
using Portal.Web.Lists;
using Portal.Web.Search;
using Portal.Web.Shell;

namespace Portal.Tenancy;

/// <summary>Companies and their sites.</summary>
public sealed class TenancyModule : IModule
{
    internal const string ListCompanies = "companies.list", ViewCompany = "companies.view", ChangeCompany = "companies.change",
        ManageCompany = "companies.manage", AddCompany = "companies.add",
        ViewSites = "sites.view", ChangeSites = "sites.change", AddSites = "sites.add",
        ViewNumbers = "numbers.view", OwnNumbers = "numbers.own", AssignNumbers = "numbers.assign", ManageNumbers = "numbers.manage",
        ChangeSettings = "settings.change", ChangeBranding = "branding.change", UseSearchTool = "search-tool.use";

    internal const string ViewContacts = "contacts.view", ChangeContacts = "contacts.change";
    internal const string ViewGroups = GroupPermissions.View, ChangeGroups = GroupPermissions.Change, ManagePartners = "partners.manage";

    internal const string ViewSchedules = "schedules.view", ChangeSchedules = "schedules.change";

    internal const string ViewPackages = "packages.view", ChangePackages = "packages.change",
        ViewOffering = "offering.view", ChangeOffering = "offering.change", AssignPackages = "offering.assign",
        ViewFeatures = "features.view", AssignFeatures = "features.assign", AllowAdmin = "features.allow-admin";
    internal const string SchedulesFeature = ScheduleFeature.Key;

    public string Name => "Tenancy";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<TenancyDb>();
        services.AddScoped<IDemoData, CompaniesDemo>();
        services.AddScoped<IDemoData, SchedulesDemo>();
        services.AddScoped<ISearchSource, CompanySearch>();
        services.AddScoped<ISearchSource, SiteSearch>();
        services.AddScoped<ISearchSource, ContactSearch>();
        services.AddScoped<ISearchSource, NumberSearch>();
        services.AddScoped<IFilterChoice, CompanyLookup>();
        services.AddScoped<IFilterChoice, SiteLookup>();
        services.AddGroups();
        // A contact's page is its form; what links to an object links to its plain address.
        services.PostConfigure<RazorPagesOptions>(o => o.Conventions.AddPageRoute("/Contacts/Edit", "/contacts/{id:guid}"));

        services.AddSingleton<ScheduleDirectory>();
        services.AddSingleton<IScheduleDirectory>(s => s.GetRequiredService<ScheduleDirectory>());
        services.AddHostedService(s => s.GetRequiredService<ScheduleDirectory>());

        services.AddSingleton<FeatureSnapshot>();
        services.AddSingleton<IFeatureAssignments>(provider => provider.GetRequiredService<FeatureSnapshot>());
        services.AddSingleton<IPlaces>(provider => provider.GetRequiredService<FeatureSnapshot>());
        services.AddHostedService<FeatureSnapshotStart>();
        services.AddScoped<Holders>();
        services.AddScoped<Catalogue>();
        // Numbers: what the switch reads, and what everybody asks of the settings.
        services.AddSingleton<NumberDirectory>();
        services.AddSingleton<INumberDirectory>(provider => provider.GetRequiredService<NumberDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<NumberDirectory>());
        services.AddSingleton<SettingsSnapshot>();
        services.AddSingleton<IExtensionPlan>(provider => provider.GetRequiredService<SettingsSnapshot>());
        services.AddSingleton<IMailSenders>(provider => provider.GetRequiredService<SettingsSnapshot>());
        services.AddSingleton<IBrands>(provider => provider.GetRequiredService<SettingsSnapshot>());
        services.AddHostedService(provider => provider.GetRequiredService<SettingsSnapshot>());
        services.AddScoped<NumberLookup>();
        services.AddScoped<Pages.SearchTool.SearchBudget>();
        services.AddScoped<IDemoData, NumbersDemo>();
        services.AddScoped<NumberChanges>();
        services.AddSingleton<SitePlaceDirectory>();
        services.AddSingleton<ISitePlaces>(s => s.GetRequiredService<SitePlaceDirectory>());
        services.AddHostedService(s => s.GetRequiredService<SitePlaceDirectory>());
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
        .Permission(new Permission(ViewPackages, "See the catalogue of feature packages", Role.Partner))
        .Permission(new Permission(ChangePackages, "Make and change feature packages and add-ons", Role.Partner))
        .Permission(new Permission(ViewOffering, "See the service offering", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee))
        .Permission(new Permission(ChangeOffering, "Decide which packages a company may use", Role.Partner))
        .Permission(new Permission(AssignPackages, "Give sites and employees a package and add-ons", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ViewFeatures, "See the features of sites and employees", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee))
        .Permission(new Permission(AssignFeatures, "Switch features of sites and employees on and off", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(AllowAdmin, "Allow group administrators to change a feature", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ViewNumbers, "See telephone numbers", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(OwnNumbers, "See an employee's telephone numbers", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee))
        .Permission(new Permission(AssignNumbers, "Give telephone numbers to sites and employees, swap them and take them back", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ManageNumbers, "Add telephone numbers, set their price and release them", Role.Partner))
        .Permission(new Permission(ChangeSettings, "Change the platform's settings and give out number blocks"))
        .Permission(new Permission(ChangeBranding, "Change a company's brand and mail sender", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(UseSearchTool, "Use the search tool", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Groups()
        .MenuItem(MenuPlace.Top, "Companies", "/companies", "building", ListCompanies, 10)
        .MenuItem(MenuPlace.Top, "Company", "/companies/{company}", "building", ViewCompany, 11)
        .MenuItem(MenuPlace.Top, "Sites", "/sites", "map-pin", ViewSites, 20)
        .MenuItem(MenuPlace.Company, "Profile", "/companies/{id}", "building", ViewCompany, 10)
        .MenuItem(MenuPlace.Company, "Sites", "/companies/{id}/sites", "map-pin", ViewSites, 20)
        .MenuItem(MenuPlace.Site, "Profile", "/sites/{id}", "map-pin", ViewSites, 10)
        .MenuItem(MenuPlace.Platform, "Feature packages", "/packages", "package", ViewPackages, 40)
        .MenuItem(MenuPlace.TopRight, "Service offering", "/{subject}/service-offering", "package", ViewOffering, 10)
        .MenuItem(MenuPlace.Company, "Service offering", "/companies/{id}/service-offering", "package", ViewOffering, 50)
        .MenuItem(MenuPlace.Site, "Features", "/sites/{id}/features", "apps", ViewFeatures, 40)
        .MenuItem(MenuPlace.Site, "Feature assignment", "/sites/{id}/feature-assignment", "list-check", AssignFeatures, 41)
        .MenuItem(MenuPlace.Site, "Service offering", "/sites/{id}/service-offering", "package", ViewOffering, 42)
        .MenuItem(MenuPlace.Employee, "Features", "/employees/{id}/features", "apps", ViewFeatures, 20)
        .MenuItem(MenuPlace.Employee, "Feature assignment", "/employees/{id}/feature-assignment", "list-check", AssignFeatures, 80)
        .MenuItem(MenuPlace.Employee, "Service offering", "/employees/{id}/service-offering", "package", ViewOffering, 81)
        .MenuItem(MenuPlace.Company, "Settings", "/companies/{id}/settings", "settings", ChangeBranding, 80)
        .MenuItem(MenuPlace.Platform, "Settings", "/settings", "settings", ChangeSettings, 10)
        .MenuItem(MenuPlace.Platform, "Search tool", "/search-tool", "search", UseSearchTool, 20)
        .MenuItem(MenuPlace.Top, "Numbers", "/numbers", "number", ViewNumbers, 45)
        .MenuItem(MenuPlace.Company, "Numbers", "/numbers?company={id}", "number", ViewNumbers, 45)
        .MenuItem(MenuPlace.Site, "Numbers", "/sites/{id}/numbers", "number", ViewNumbers, 45)
        .MenuItem(MenuPlace.Employee, "Numbers", "/employees/{id}/numbers", "number", OwnNumbers, 17)
        .Landing(Role.CompanyAdmin, "/companies/{company}")
        .Landing(Role.GroupAdmin, "/sites/{site}", 10)
        .Landing(Role.GroupAdmin, "/groups/{group}", 20)
        .Tile<CompaniesTile>(Dashboard.Platform, ListCompanies, 10)
        .Tile<RecentCompaniesTile>(Dashboard.Platform, ListCompanies, 30)
        .Tile<CompanyTile>(Dashboard.Company, ViewCompany, 10)
        .Tile<SitesTile>(Dashboard.Company, ViewSites, 20)
        .Tile<SiteTile>(Dashboard.Site, ViewSites, 10)
        .Tile<SiteFeaturesTile>(Dashboard.Site, ViewFeatures, 60)
        .SitePart<SiteFeaturesPart>(ViewFeatures, 60)
        .Tile<NumbersTile>(Dashboard.Company, ViewNumbers, 42)
        .Tile<NumbersTile>(Dashboard.Site, ViewNumbers, 42)
        .CompanyPart<NumbersTile>(ViewNumbers, 42)
        .SitePart<NumbersTile>(ViewNumbers, 42)
        .Tile<GroupsTile>(Dashboard.Company, ViewGroups, 44)
        .Tile<GroupsTile>(Dashboard.Site, ViewGroups, 44)
        .CompanyPart<GroupsTile>(ViewGroups, 44)
        .SitePart<GroupsTile>(ViewGroups, 44)
        .Tile<SchedulesTile>(Dashboard.Company, ViewSchedules, 46)
        .CompanyPart<SchedulesTile>(ViewSchedules, 46)
        .SitePart<SchedulesTile>(ViewSchedules, 46)
        .Tile<OfferingTile>(Dashboard.Company, ViewOffering, 48)
        .CompanyPart<OfferingTile>(ViewOffering, 48)
        .Tile<ContactsTile>(Dashboard.Company, ViewContacts, 49)
        .CompanyPart<ContactsTile>(ViewContacts, 49)
        .CompanyPart<CompanyActivityTile>(Portal.Data.Activity.RecentActivity.View, 60)
        .EmployeeTile<EmployeeFeaturesTile>(ViewFeatures, 25)

        // Dialling
        .MenuItem(MenuPlace.Company, "Dial locations", "/companies/{id}/locations", "map-pin", ChangeCompany, 52)
        .MenuItem(MenuPlace.Site, "Location and limits", "/sites/{id}/location", "map-pin", ViewSites, 52)

        // Schedules
        .Permission(new Permission(ViewSchedules, "See time and holiday schedules", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(ChangeSchedules, "Change time and holiday schedules", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .MenuItem(MenuPlace.Company, "Schedules", "/companies/{id}/schedules", "calendar", ViewSchedules, 50)
        .Feature(new Feature(SchedulesFeature, FeatureScope.Site, FeatureCategory.Management, "calendar", "Schedules",
            "Open hours and holidays of the site, for call forwarding and others to follow.", "/sites/{id}/schedules") { Needs = ViewSchedules })
        .MenuItem(MenuPlace.Site, "Schedules", "/sites/{id}/schedules", "calendar", ViewSchedules, 50, feature: SchedulesFeature)

        // Contacts, and what the company's records offer
        .Permission(new Permission(ViewContacts, "See a company's contacts", Role.Partner, Role.CompanyAdmin))
        .Permission(new Permission(ChangeContacts, "Change a company's contacts", Role.Partner, Role.CompanyAdmin))
        .MenuItem(MenuPlace.Platform, "Contacts", "/contacts", "users", ListCompanies, 30)
        .MenuItem(MenuPlace.Company, "Contacts", "/companies/{id}/contacts", "users", ViewContacts, 30)
        .Delayable<Pages.Companies.ChangeCompany>("companies.change", ChangeCompany)
        .Delayable<SaveContact>("contacts.save", ChangeContacts)
        .History<TenancyDb, Company>("companies", "Company", c => new HistoryObject(c.Name, new ObjectScope(c.CompanyId)))
        .History<TenancyDb, Site>("sites", "Site", s => new HistoryObject(s.Name, new ObjectScope(s.CompanyId, s.Id)), otherId: typeof(GroupId))
        .History<TenancyDb, Contact>("contacts", "Contact", c => new HistoryObject(c.Name, new ObjectScope(c.CompanyId)), "/contacts/{id}/edit")
        .Histories()
        .Job<EndTrials>(EndTrials.Name, JobSchedule.Every(TimeSpan.FromHours(1)));
}
