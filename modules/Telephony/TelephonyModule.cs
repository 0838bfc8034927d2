using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Portal.Modularity;
using Portal.Modularity.Health;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Telephony.Calls;
using Portal.Telephony.Contracts;
using Portal.Telephony.Listening;
using Portal.Telephony.Routing;
using Portal.Telephony.Treatments;

namespace Portal.Telephony;

/// <summary>The switch: takes calls from registered telephones, asks the call treatments of all modules where they go, and connects them.</summary>
public sealed class TelephonyModule : IModule
{
    public string Name => "Telephony";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        var options = TelephonyOptions.From(configuration);
        services.AddSingleton(options);
        services.AddSingleton(provider => new SipEndpoint(
            EndpointOptions(options), provider.GetServices<ISipRequestHandler>(),
            provider.GetRequiredService<ILogger<SipEndpoint>>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SipListener>();
        services.AddSingleton<ISipListener>(provider => provider.GetRequiredService<SipListener>());
        services.AddHostedService(provider => provider.GetRequiredService<SipListener>());
        services.AddSingleton<IReadinessCheck, SipReadiness>();
        services.AddSingleton<ISipRequestHandler, InviteHandler>();

        services.AddSingleton<TreatmentList>();
        services.AddSingleton<CallRouting>();
        services.AddSingleton<ICallRouting>(provider => provider.GetRequiredService<CallRouting>());
        services.AddSingleton<RegisteredEndpoints>();

        // One authenticator for the whole endpoint: a nonce given to a REGISTER also serves the call after it.
        services.TryAddSingleton(provider => new DigestAuthenticator(time: provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CallerAuthentication>();
        services.AddSingleton<CallerPresentation>();
        services.AddSingleton<FailedAttempts>();
        services.AddSingleton<LiveCalls>();
        services.AddSingleton<CallServices>();
        services.AddSingleton<CallTakeover>();
        services.AddSingleton<RecordSinks>();
        services.AddSingleton<TelephonyMeter>();
    }

    public void Describe(ModuleCatalog offers) => offers
        .CallTreatment<CallerMayCall>(CallStep.MayCall)
        .CallTreatment<ResolveExtension>(CallStep.Resolve)
        .CallTreatment<ResolveNumber>(CallStep.Resolve)
        .CallTreatment<UnknownNumber>(CallStep.CalledFeatures - 2)
        .CallTreatment<CalledMayReceive>(CallStep.CalledFeatures - 1)
        .CallTreatment<RingOwnTelephones>(CallStep.Unanswered - 1)
        .CallTreatment<EndUnanswered>((CallStep)int.MaxValue);

    private static SipEndpointOptions EndpointOptions(TelephonyOptions options) => new()
    {
        Listen = [new(SipTransportKind.Udp, options.Address, options.Port), new(SipTransportKind.Tcp, options.Address, options.Port)],
        AdvertisedHost = options.AdvertisedHost,
        SupportedExtensions = ["timer", "replaces"],
    };
}
