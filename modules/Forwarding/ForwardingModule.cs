using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Banners;
using Portal.Forwarding.Bulk;
using Portal.Forwarding.Data;
using Portal.Forwarding.Demo;
using Portal.Forwarding.Pages.Forwarding;
using Portal.Forwarding.Tiles;
using Portal.Forwarding.Treatments;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Forwarding;

/// <summary>Where calls go instead: unconditional forwarding of an employee's extension.</summary>
public sealed class ForwardingModule : IModule
{
    internal const string ViewKey = "forwarding.view";

    internal static readonly Permission View =
        new(ViewKey, "See call forwarding", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    internal static readonly Permission Change =
        new("forwarding.change", "Change call forwarding", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    internal const string AlwaysKey = "call-forwarding-always";

    internal static readonly Feature Always = new(
        AlwaysKey, FeatureScope.User, FeatureCategory.CallControl, "arrow-forward-up", "Call forwarding always",
        "Sends all calls to a colleague instead of ringing.", "/employees/{id}/forwarding") { Needs = ViewKey };

    public string Name => "Forwarding";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<ForwardingDb>();
        services.AddSingleton<ForwardingSnapshot>();
        services.AddHostedService<ForwardingSnapshotLoader>();
        services.AddScoped<DivertedExtensions>();
        services.AddScoped<ForwardingView>();
        services.AddScoped<SetForwardingHandler>();
        services.AddScoped<IDemoData, DemoForwarding>();
        // After Razor Pages' own set-up, which begins with an empty list of conventions.
        services.PostConfigure<RazorPagesOptions>(o => o.Conventions.AddPageRoute("/Forwarding/Edit", EditModel.OwnAddress));
        services.Configure<MvcOptions>(o => o.Filters.Add<ForwardedBanner>());
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(View)
        .Permission(Change)
        .Feature(Always.Copied<ForwardingSettings, ForwardingCopier>())
        .MenuItem(MenuPlace.Employee, "Forwarding", "/employees/{id}/forwarding", "arrow-forward-up", ViewKey, order: 30, feature: AlwaysKey)
        .MenuItem(MenuPlace.Company, "Diverted extensions", "/forwarding/diverted", "arrow-forward-up", ViewKey, order: 60)
        .MenuItem(MenuPlace.Top, "Forwarding", "/employees/{employee}/forwarding", "arrow-forward-up", ViewKey, order: 25, feature: AlwaysKey)
        .MenuItem(MenuPlace.User, "My forwarding", "/employees/{employee}/forwarding", "arrow-forward-up", ViewKey, order: 20, feature: AlwaysKey)
        .Tile<DivertedTile>(Dashboard.Company, ViewKey, order: 50)
        .Tile<DivertedTile>(Dashboard.Site, ViewKey, order: 50)
        .CompanyPart<DivertedTile>(ViewKey, order: 55)
        .SitePart<DivertedTile>(ViewKey, order: 55)
        .Tile<MyForwardingTile>(Dashboard.Employee, Change.Key, order: 30)
        .EmployeeTile<EmployeeForwardingTile>(ViewKey, order: 30)
        .CallTreatment<ForwardAlways>(CallStep.CalledFeatures, AlwaysKey);
}
