using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using NumberBlock.Bulk;
using NumberBlock.Data;
using NumberBlock.Treatments;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Telephony.Contracts;
using Portal.Web;

namespace NumberBlock;

/// <summary>Numbers that nobody in a company may dial. The example of what a plugin can do, in as few lines as it takes.</summary>
public sealed class NumberBlockModule : IModule
{
    internal const string Change = "number-block.change", ChangeOfSite = "number-block.site", FeatureKey = "number-block";

    public string Name => "NumberBlock";

    public void Register(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<NumberBlockDb>();
        services.AddSingleton<BlockedNumbers>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockedNumbers>());
    }

    public void Describe(ModuleCatalog offers) => offers
        .Permission(new Permission(Change, "Block numbers nobody may dial", Role.CompanyAdmin))
        .Permission(new Permission(ChangeOfSite, "Block numbers a site may not dial", Role.CompanyAdmin, Role.GroupAdmin))
        .Feature(new Feature(FeatureKey, FeatureScope.Site, FeatureCategory.Management, "phone-off", "Number block",
            "Ends calls from the site to the numbers you list.", "/sites/{id}/blocked-numbers") { Needs = ChangeOfSite }
            .Copied<SiteBlockList, SiteBlockCopier>())
        .MenuItem(MenuPlace.Company, "Blocked numbers", "/companies/{id}/blocked-numbers", "phone-off", needs: Change, order: 80)
        .MenuItem(MenuPlace.Site, "Blocked numbers", "/sites/{id}/blocked-numbers", "phone-off", needs: ChangeOfSite, order: 80, feature: FeatureKey)
        .CallTreatment<RefuseBlockedNumbers>(CallStep.MayCall + 1)
        .CallTreatment<RefuseSiteBlockedNumbers>(CallStep.MayCall + 1, FeatureKey, CallSide.Caller);
}
