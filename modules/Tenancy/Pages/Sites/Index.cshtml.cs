using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Sites;

[Needs(TenancyModule.ViewSites)]
internal sealed class IndexModel(TenancyDb db, IAccess access, CurrentUser user) : PortalPage, ISiteListPage
{
    public PagedList<SiteList.Row> List { get; private set; } = default!;

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Sites");
        var reach = access.ListReach(TenancyModule.ViewSites);
        var many = reach.Everything || reach.Companies.Count > 1;
        if (!many && user.CurrentCompany is { } own && access.Allows(TenancyModule.AddSites, new ObjectScope(own)))
        {
            Head.PrimaryAction = Add = new Link(T("Add site"), $"/companies/{own}/sites/new", "plus");
        }

        var query = (many ? SiteList.Everywhere : SiteList.WithinCompany).Read(Request);
        List = await SiteList.ReadAsync(db, db.Sites.AsNoTracking().Within(reach), query, ct);
        return FragmentOrPage("_Sites");
    }
}
