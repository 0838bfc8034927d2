using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Data.History;
using Portal.Data.Outbox;
using Portal.Devices.Data;
using Portal.Devices.Demo;
using Portal.Devices.Pages.Devices;
using Portal.Devices.Provisioning;
using Portal.Devices.Registrations;
using Portal.Devices.Resync;
using Portal.Devices.Search;
using Portal.Devices.Security;
using Portal.Devices.Tiles;
using Portal.Extensions.Contracts;
using Portal.Devices.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Live;
using Portal.Web.Search;
using SipRegistrar = Portal.Sip.Registration.Registrar;

namespace Portal.Devices;

/// <summary>Telephones: their registrations, their configuration files, and the list of them.</summary>
public sealed class DevicesModule : IModule
{
    internal static readonly Permission See = new("devices.view", "See devices", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission Change = new("devices.change", "Add, change and remove devices", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission SeeRegistrations =
        new("registrations.view", "See which telephones are registered", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);
    internal static readonly Permission RemoveRegistrations =
        new("registrations.remove", "Remove a telephone's registration", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin);

    public string Name => "Devices";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<DevicesDb>();
        services.AddDataProtection();
        AddRegistrar(services, DigestOffer.From(configuration));
        AddProvisioning(services);
        services.AddOutboxHandler<ResyncPhone, ResyncPhoneSender>();
        services.AddScoped<DeviceAccess>();
        services.AddScoped<DeviceChoices>();
        services.AddSingleton<CurrentConfiguration>();
        services.AddScoped<ISearchSource, DeviceSearch>();
        services.AddScoped<IDemoData, DevicesDemo>();
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(See).Permission(Change).Permission(SeeRegistrations).Permission(RemoveRegistrations)
        .MenuItem(MenuPlace.Top, "Devices", "/devices", "device-landline-phone", needs: See.Key, order: 50)
        .MenuItem(MenuPlace.Top, "Registrations", "/registrations", "plug-connected", needs: SeeRegistrations.Key, order: 55)
        .Tile<RegisteredPhonesTile>(Dashboard.Platform, needs: SeeRegistrations.Key, order: 30)
        .Tile<RegisteredPhonesTile>(Dashboard.Company, needs: SeeRegistrations.Key, order: 30)
        .Tile<RegisteredPhonesTile>(Dashboard.Site, needs: SeeRegistrations.Key, order: 30)
        .Tile<DevicesTile>(Dashboard.Company, needs: See.Key, order: 40)
        .Tile<DevicesTile>(Dashboard.Site, needs: See.Key, order: 40)
        .CompanyPart<PlaceDevicesTile>(See.Key, order: 40)
        .SitePart<PlaceDevicesTile>(See.Key, order: 40)
        .Tile<OwnPhonesTile>(Dashboard.Employee, order: 30)
        .EmployeeTile<PhonesOfEmployeeTile>(needs: SeeRegistrations.Key, order: 20)
        .History<DevicesDb, Device>("devices", "Device", d => new HistoryObject(d.Mac, new ObjectScope(d.CompanyId, d.SiteId, d.EmployeeId)));

    public void Map(IEndpointRouteBuilder routes)
    {
        ProvisioningEndpoint.Map(routes);
        routes.MapLive<RegistrationsTopic>("/registrations/live", SeeRegistrations.Key);
    }

    /// <summary>Location store and authenticator are shared with the switch, which asks the same for calls.</summary>
    private static void AddRegistrar(IServiceCollection services, DigestOptions digest)
    {
        services.AddSingleton(p => new InMemoryLocationStore(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ILocationStore>(p => p.GetRequiredService<InMemoryLocationStore>());
        services.AddSingleton(p => new DigestAuthenticator(digest, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new SipRegistrar(
            p.GetRequiredService<ILocationStore>(),
            new RegistrarOptions { MaxExpires = TimeSpan.FromHours(1) },
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<RegistrationGuard>();
        services.AddSingleton<ISipRequestHandler, RegistrarHandler>();
        services.AddSingleton<RegistrationsTopic>();
        services.AddScoped<LiveRegistrations>();
        services.AddHostedService<BindingPersistence>();
    }

    private static void AddProvisioning(IServiceCollection services)
    {
        services.AddSingleton<ProvisioningSecrets>();
        services.AddSingleton<HttpLogin>();
        services.AddSingleton(p => new SourceBudget(p.GetRequiredService<TimeProvider>(), SourceLimits.Provisioning));
        services.AddSingleton<RegistrarAddress>();
        services.AddSingleton<ProvisioningEndpoint>();
        services.AddSingleton<RunRecorder>();
        services.AddHostedService(p => p.GetRequiredService<RunRecorder>());
        services.AddScoped<ConfigurationComposer>();
        services.AddScoped<PhoneFiles>();
    }
}
