using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NumberBlock.Data;
using NumberBlock.Treatments;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Telephony.Contracts;
using Portal.Web;

namespace NumberBlock;

/// <summary>Numbers that nobody in a company may dial. The example of what a plugin can do, in as few lines as it takes.</summary>
public sealed class NumberBlockModule : IModule
{
    internal const string Change = "number-block.change";

    public string Name => "NumberBlock";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<NumberBlockDb>();
        services.AddSingleton<BlockedNumbers>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockedNumbers>());
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(new Permission(Change, "Block numbers nobody may dial", Role.CompanyAdmin))
        .MenuItem(MenuPlace.Company, "Blocked numbers", "/companies/{id}/blocked-numbers", "phone-off", needs: Change, order: 80)
        .CallTreatment<RefuseBlockedNumbers>(CallStep.MayCall + 1);
}
