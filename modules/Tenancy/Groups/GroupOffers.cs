using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Demo;
using Portal.Tenancy.Pages.Groups;
using Portal.Tenancy.Search;
using Portal.Web;
using Portal.Web.Search;

namespace Portal.Tenancy.Groups;

/// <summary>The module's part about groups, partners and the company switch.</summary>
internal static class GroupOffers
{
    public static IServiceCollection AddGroups(this IServiceCollection services) => services
        .AddSingleton<GroupDirectory>()
        .AddSingleton<IOrganisation>(provider => provider.GetRequiredService<GroupDirectory>())
        .AddScoped<GroupAccess>()
        .AddScoped<GroupRows>()
        .AddScoped<ICompanyChoice, CompanyChoice>()
        .AddScoped<IDemoData, GroupsDemo>()
        .AddScoped<ISearchSource, GroupSearch>();

    public static ModuleCatalog Groups(this ModuleCatalog offers) => offers
        .Permission(new Permission(TenancyModule.ViewGroups, "See groups of employees", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(TenancyModule.ChangeGroups, "Add, change, move and remove groups, set their members and administrators",
            Role.Partner, Role.CompanyAdmin, Role.GroupAdmin))
        .Permission(new Permission(TenancyModule.ManagePartners, "Add partners and say which companies they look after"))
        .MenuItem(MenuPlace.Top, "Groups", "/groups", "users-group", TenancyModule.ViewGroups, 40)
        .MenuItem(MenuPlace.Platform, "Partners", "/partners", "affiliate", TenancyModule.ManagePartners, 15)
        .MenuItem(MenuPlace.Company, "Groups", "/groups?company={id}", "users-group", TenancyModule.ViewGroups, 40)
        .MenuItem(MenuPlace.Site, "Groups", "/groups/{id}", "users-group", TenancyModule.ViewGroups, 30)
        .MenuItem(MenuPlace.Group, "Profile", "/groups/{id}", "users-group", TenancyModule.ViewGroups, 10)
        .MenuItem(MenuPlace.Group, "Group administrators", "/groups/{id}/admins", "user-shield", TenancyModule.ChangeGroups, 20)
        .MenuItem(MenuPlace.Site, "Group administrators", "/groups/{id}/admins", "user-shield", TenancyModule.ChangeGroups, 31);
}
