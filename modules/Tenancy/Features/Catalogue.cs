using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Features;

namespace Portal.Tenancy.Features;

/// <summary>The packages a person may work with: operators all, partners the platform's own and theirs.</summary>
internal sealed class Catalogue(TenancyDb db, CurrentUser user)
{
    /// <summary>Whose package a new one becomes: all zeros for operators; null for people who have no catalogue.</summary>
    public PartnerId? Owner => user.IsOperator ? default(PartnerId) : user.Grants.Select(g => g.Role == Role.Partner ? g.Partner : null).FirstOrDefault(p => p is not null);

    public IQueryable<FeaturePackage> Visible
    {
        get
        {
            var platform = default(PartnerId);
            var own = Owner ?? platform;
            return user.IsOperator ? db.FeaturePackages : db.FeaturePackages.Where(p => p.Owner == platform || p.Owner == own);
        }
    }

    /// <summary>Partners see the platform's packages but leave them as they are.</summary>
    public bool MayChange(PartnerId owner) => user.IsOperator || (Owner is { } own && own == owner);
}
