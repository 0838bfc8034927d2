using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Live;
using Portal.Web.Search;

namespace Portal.Web.Tests.Demo;

/// <summary>A small module with people in it, so that the shell has something to show.</summary>
internal sealed class DemoModule : IModule
{
    internal static readonly Permission View = new("demo.view", "See people", Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission Change = new("demo.change", "Change people", Role.CompanyAdmin);
    internal static readonly Permission Own = new("demo.own", "See the own telephone", Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);
    internal static readonly Permission Operate = new("demo.operate", "Run the platform");

    public string Name => "Demo";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<People>();
        services.AddSingleton<PeopleTopic>();
        services.AddScoped<ISearchSource, PeopleSearch>();
        services.AddScoped<ISearchSource, BrokenSearch>();
        services.AddScoped<ICurrentUserResolver, DemoAccounts>();
        services.AddAuthentication(DemoSignIn.Scheme).AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, DemoSignIn>(DemoSignIn.Scheme, null);
    }

    public void Describe(ModuleCatalog offers)
    {
        offers.Permission(View).Permission(Change).Permission(Own).Permission(Operate)
            .MenuItem(MenuPlace.Top, "Company", "/companies/{company}", "building", order: 10)
            .MenuItem(MenuPlace.Top, "Sites", "/sites", "map-pin", View.Key, 20)
            .MenuItem(MenuPlace.Top, "Employees", "/people", "users", View.Key, 30)
            .MenuItem(MenuPlace.Top, "Groups", "/groups", "users-group", View.Key, 40)
            .MenuItem(MenuPlace.Top, "Devices", "/devices", "device-landline-phone", View.Key, 50)
            .MenuItem(MenuPlace.Top, "Call logs", "/call-logs", "phone-call", Own.Key, 60)
            .MenuItem(MenuPlace.Top, "Bulk", "/bulk", "stack-2", Change.Key, 70)
            .MenuItem(MenuPlace.Platform, "Plugins", "/plugins", "puzzle", Operate.Key)
            .MenuItem(MenuPlace.User, "Sessions", "/sessions", "devices");
        string[] entries = ["Profile|id", "Forwarding|arrow-forward-up", "Voicemail|record-mail", "Phones|device-landline-phone", "Call log|phone-call", "History|history"];
        foreach (var entry in entries)
        {
            var (text, icon) = (entry.Split('|')[0], entry.Split('|')[1]);
            var path = text == "Profile" ? "" : "/" + text.ToLowerInvariant().Replace(' ', '-');
            offers.MenuItem(MenuPlace.Employee, text, "/people/{id}" + path, icon, Own.Key);
        }

        offers.MenuItem(MenuPlace.Employee, "Licence", "/people/{id}/licence", "key", Operate.Key)
            .Tile<CallsTile>(Dashboard.Company, Own.Key, 10).Tile<CallsTile>(Dashboard.Platform, Operate.Key, 10).Tile<CallsTile>(Dashboard.Employee, Own.Key, 10)
            .Tile<ForwardedTile>(Dashboard.Company, View.Key, 20).Tile<ForwardedTile>(Dashboard.Employee, Own.Key, 20)
            .Tile<RegisteredTile>(Dashboard.Company, View.Key, 15).Tile<RegisteredTile>(Dashboard.Platform, View.Key, 15)
            .Tile<RecentTile>(Dashboard.Company, Own.Key, 30).Tile<RecentTile>(Dashboard.Employee, Own.Key, 30);
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLive<PeopleTopic>("/people/live", View.Key);
        routes.MapGet("/boom", string () => throw new InvalidOperationException("On purpose."));
        routes.MapPost("/unguarded", () => Results.Ok()).DisableAntiforgery();
        routes.MapPost("/guarded", () => Results.Ok());
    }
}

internal sealed class PeopleTopic(TimeProvider time) : LiveTopic(time);
