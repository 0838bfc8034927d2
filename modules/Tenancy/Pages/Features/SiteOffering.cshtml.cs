using MediatR;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;

namespace Portal.Tenancy.Pages.Features;

[Needs(TenancyModule.ViewOffering)]
internal sealed class SiteOfferingModel(
    Holders holders, TenancyDb db, IAccess access, IMediator mediator, FeatureRegistry registry, FeatureSnapshot snapshot)
    : HolderOfferingPage(FeatureScope.Site, holders, db, access, mediator, registry, snapshot);
