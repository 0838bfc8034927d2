using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Companies;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Contacts;

[Needs(TenancyModule.ViewContacts)]
internal sealed class OfCompanyModel(TenancyDb db, IAccess access) : PortalPage, IContactListPage
{
    public PagedList<ContactLists.Row> List { get; private set; } = default!;

    public bool MayChange { get; private set; }

    public Link? Add { get; private set; }

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(TenancyModule.ViewContacts, new ObjectScope(id))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == id, ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Contacts");
        Head.UnderCompany(company, access.AllowsSomewhere(TenancyModule.ListCompanies));
        Head.Subject = company.Subject();
        MayChange = access.Allows(TenancyModule.ChangeContacts, new ObjectScope(id));
        Head.PrimaryAction = Add = MayChange ? new Link(T("Add contact"), $"/companies/{id}/contacts/new", "user-plus") : null;
        List = await ContactLists.ReadAsync(db, db.Contacts.AsNoTracking().Where(c => c.CompanyId == id), Request, ct);
        return FragmentOrPage("_Contacts");
    }
}
