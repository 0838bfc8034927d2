using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data;
using Portal.Forwarding.Data;
using Portal.Forwarding.Treatments;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;

namespace Portal.Forwarding;

/// <summary>Where calls go instead: unconditional forwarding of an employee's extension.</summary>
public sealed class ForwardingModule : IModule
{
    internal const string ViewKey = "forwarding.view";

    internal static readonly Permission View =
        new(ViewKey, "See call forwarding", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    internal static readonly Permission Change =
        new("forwarding.change", "Change call forwarding", Role.Partner, Role.CompanyAdmin, Role.GroupAdmin, Role.Employee);

    public string Name => "Forwarding";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<ForwardingDb>();
        services.AddSingleton<ForwardingSnapshot>();
        services.AddHostedService<ForwardingSnapshotLoader>();
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(View)
        .Permission(Change)
        .CallTreatment<ForwardAlways>(CallStep.CalledFeatures);
}
