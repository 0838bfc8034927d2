using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Tenancy.Groups;

namespace Portal.Tenancy.Data;

/// <summary>The module's tables. Each area keeps its sets and its mapping in a file of its own.</summary>
internal sealed partial class TenancyDb : ModuleDb
{
    public TenancyDb(DbContextOptions<TenancyDb> options, UnitOfWork unit, GroupDirectory directory) : base(options, unit) =>
        FollowGroups(unit, directory);

    protected override void Map(ModelBuilder model)
    {
        MapCompanies(model);
        MapSites(model);
        MapContacts(model);
        MapSchedules(model);
        MapFeatures(model);
        MapNumbers(model);
        MapSettings(model);
        MapPlaces(model);
        MapGroups(model);
    }
}
