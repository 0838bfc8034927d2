using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Tenancy.Data;
using Portal.Tenancy.Features;
using Portal.Tenancy.Pages.Companies;
using Portal.Tenancy.Pages.Sites;
using Portal.Web;

namespace Portal.Tenancy.Pages.Features;

/// <summary>A page that exists twice, for a site and for an employee, and differs in nothing but whose it is.</summary>
internal abstract class HolderPage(FeatureScope scope, Holders holders, TenancyDb db, IAccess access) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public FeatureHolder Holder => new(scope, Id);

    public HolderView View { get; private set; } = default!;

    public bool IsSite => scope == FeatureScope.Site;

    protected Holders Holders => holders;

    protected TenancyDb Db => db;

    protected IAccess Access => access;

    /// <summary>False when there is nothing at this address for this person.</summary>
    protected async Task<bool> PlaceAsync(string permission, string title, CancellationToken ct)
    {
        if (await holders.FindAsync(Holder, permission, ct) is not { } found)
        {
            return false;
        }

        View = found;
        Head.Title = title;
        Head.Subject = found.Subject;
        if (IsSite)
        {
            Head.UnderSites(await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == found.At.Company, ct), access);
        }
        else if (access.AllowsSomewhere("employees.view"))
        {
            Head.Under(T("Employees"), "/employees");
        }

        Head.Under(found.Name, found.Address);
        return true;
    }
}
