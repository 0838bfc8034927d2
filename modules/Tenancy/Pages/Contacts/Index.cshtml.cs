using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Contacts;

/// <summary>Global contacts: those of every company within reach.</summary>
[Needs(TenancyModule.ViewContacts)]
internal sealed class IndexModel(TenancyDb db, IAccess access) : PortalPage, IContactListPage
{
    public PagedList<ContactLists.Row> List { get; private set; } = default!;

    public bool MayChange => access.AllowsSomewhere(TenancyModule.ChangeContacts);

    public Link? Add => null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        Head.Title = T("Contacts");
        Head.Lead = T("The people at your customers whom you deal with.");
        List = await ContactLists.ReadAsync(db, db.Contacts.AsNoTracking().Within(access.ReachOf(TenancyModule.ViewContacts)), Request, ct);
        return FragmentOrPage("_Contacts");
    }
}
