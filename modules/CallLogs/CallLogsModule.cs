using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.CallLogs.Data;
using Portal.CallLogs.Demo;
using Portal.CallLogs.Export;
using Portal.CallLogs.Recording;
using Portal.CallLogs.Search;
using Portal.CallLogs.Tiles;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Live;

namespace Portal.CallLogs;

/// <summary>Every finished call: recorded, searched, told.</summary>
public sealed class CallLogsModule : IModule
{
    internal static readonly Permission View =
        new("calls.view", "See call logs", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);
    internal static readonly Permission Export =
        new("calls.export", "Export call logs", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    internal const string OfSiteKey = "site-call-log";

    public string Name => "CallLogs";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<CallLogsDb>();
        services.AddScoped<CallLists>();
        services.AddScoped<ReaderCountry>();
        services.AddScoped<CallFigures>();

        // From the switch to the disk.
        services.AddSingleton<CallStore>();
        services.AddSingleton<CallJournal>();
        services.AddSingleton<JournalReplay>();
        services.AddSingleton<RecordingMeter>();
        services.AddSingleton<CallLogTopic>();
        services.AddSingleton<CallRecorder>();
        services.AddSingleton<ICallRecordSink>(provider => provider.GetRequiredService<CallRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<CallRecorder>());

        services.AddScoped<IDemoData, DemoCalls>();
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(View).Permission(Export)
        .Feature(new Feature(OfSiteKey, FeatureScope.Site, FeatureCategory.Management, "history", "Call log of the site",
            "Shows all calls of the people at the site in one list.", "/sites/{id}/call-logs") { Needs = View.Key })
        .MenuItem(MenuPlace.Top, "Call logs", "/call-logs", "history", View.Key, order: 60)
        .MenuItem(MenuPlace.Company, "Call logs", "/call-logs?company={id}", "history", View.Key, order: 60)
        .MenuItem(MenuPlace.Site, "Call logs", "/sites/{id}/call-logs", "history", View.Key, order: 60, feature: OfSiteKey)
        .MenuItem(MenuPlace.Employee, "Call logs", "/employees/{id}/call-logs", "history", View.Key, order: 60)
        .Tile<CallsTile>(Dashboard.Platform, View.Key, order: 50)
        .Tile<CallsTile>(Dashboard.Company, View.Key, order: 41)
        .Tile<CallsTile>(Dashboard.Site, View.Key, order: 41)
        .Tile<MyCallsTile>(Dashboard.Employee, View.Key, order: 20)
        .CompanyPart<CompanyCallsTile>(View.Key, order: 41)
        .SitePart<SiteCallsTile>(View.Key, order: 41)
        .EmployeeTile<LastCallsTile>(View.Key, order: 30);

    public void Map(IEndpointRouteBuilder routes)
    {
        CallExport.Map(routes);
        routes.MapLive<CallLogTopic>("/call-logs/live", View.Key);
    }
}
