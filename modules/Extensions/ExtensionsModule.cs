using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.History;
using Portal.Extensions.Contracts;
using Portal.Extensions.Data;
using Portal.Extensions.Groups;
using Portal.Extensions.Demo;
using Portal.Extensions.Lines;
using Portal.Extensions.Pages.Employees;
using Portal.Extensions.Pages.Employees.Tiles;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Search;

namespace Portal.Extensions;

/// <summary>Employees and their lines.</summary>
public sealed class ExtensionsModule : IModule
{
    internal static readonly Permission View =
        new("employees.view", "List and search employees", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission Change =
        new("employees.change", "Add, change and activate employees, renew SIP passwords", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission Own =
        new("employees.own", "See an employee's overview", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    public string Name => "Extensions";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<ExtensionsDb>();
        services.AddSingleton<SipSecrets>();
        services.AddSingleton<GroupMembers>();
        services.AddSingleton<IGroupMembers>(provider => provider.GetRequiredService<GroupMembers>());
        services.AddScoped<EmployeeLookup>();
        services.AddScoped<Handovers>();
        services.AddScoped<FreeExtension>();
        services.AddScoped<Suggestions>();
        services.AddScoped<SiteChoice>();
        services.AddScoped<EmployeeChecks>();

        // What the switch reads.
        services.AddSingleton<ExtensionDirectory>();
        services.AddSingleton<IExtensionDirectory>(provider => provider.GetRequiredService<ExtensionDirectory>());
        services.AddSingleton<IPlaces>(provider => provider.GetRequiredService<ExtensionDirectory>());
        services.AddHostedService<DirectoryStart>();
        services.AddScoped<EmployeeChanges>();

        services.AddScoped<ISearchSource, EmployeeHits>();
        services.AddScoped<IDemoData, DemoEmployees>();
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(View).Permission(Change).Permission(Own)
        .MenuItem(MenuPlace.Top, "Employees", "/employees", "users", View.Key, order: 30)
        .MenuItem(MenuPlace.Company, "Employees", "/employees?company={id}", "users", View.Key, order: 30)
        .MenuItem(MenuPlace.Site, "Employees", "/employees?site={id}", "users", View.Key, order: 20)
        .MenuItem(MenuPlace.Employee, "Overview", "/employees/{id}", "user", Own.Key, order: 10)
        .MenuItem(MenuPlace.Employee, "Profile", "/employees/{id}/edit", "user-edit", Change.Key, order: 15)
        .MenuItem(MenuPlace.Employee, "Group memberships", "/employees/{id}/groups", "users-group", GroupPermissions.Change, order: 70)
        .MenuItem(MenuPlace.Group, "Group members", "/groups/{id}/members", "users", GroupPermissions.Change, order: 30)
        .MenuItem(MenuPlace.Employee, "Telephone login", "/employees/{id}/login-details", "key", Change.Key, order: 90)
        .MenuItem(MenuPlace.User, "My line", "/employees/{employee}", "phone", Own.Key, order: 10)
        .Landing(Role.Employee, "/employees/{employee}")
        .Tile<EmployeesTile>(Dashboard.Platform, View.Key, order: 20)
        .Tile<EmployeesTile>(Dashboard.Company, View.Key, order: 20)
        .Tile<EmployeesTile>(Dashboard.Site, View.Key, order: 20)
        .CompanyPart<CompanyEmployeesTile>(View.Key, order: 20)
        .SitePart<SiteEmployeesTile>(View.Key, order: 20)
        .Tile<MyLineTile>(Dashboard.Employee, Own.Key, order: 10)
        .History<ExtensionsDb, Employee>("employees", "Employee", e => new HistoryObject(e.FirstName + " " + e.LastName, new ObjectScope(e.CompanyId, e.SiteId, e.Id)));
}
