using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Contacts;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Tenancy.Pages.Contacts;

/// <summary>The table of contacts, of one company or of all within reach.</summary>
internal static class ContactLists
{
    private static readonly ListShape Everywhere = new ListShape("contacts", "contacts")
        .Search("Search name, e-mail or number")
        .Column("name", "Name", sort: true).Column("company", "Company", sort: true).Column("email", "E-mail", sort: true).Column("type", "Contact type", sort: true)
        .Column("phone", "Phone").Column("mobile", "Mobile").FileColumn("notes", "Public notes")
        .Filter("verified", "Verified", ("both", "E-mail and mobile"), ("email", "E-mail"), ("none", "Neither"))
        .SortedBy("name");

    public static IQueryable<Contact> Within(this IQueryable<Contact> contacts, Reach reach) =>
        reach.Everything ? contacts : contacts.Where(c => reach.Companies.Contains(c.CompanyId));

    public static async Task<PagedList<Row>> ReadAsync(TenancyDb db, IQueryable<Contact> contacts, Microsoft.AspNetCore.Http.HttpRequest request, CancellationToken ct)
    {
        var query = Everywhere.Read(request);
        if (query.Search.Length > 0)
        {
            var pattern = SearchText.Containing(query.Search);
            contacts = contacts.Where(c => EF.Functions.Like(c.Search, pattern, SearchText.Escape));
        }

        contacts = query["verified"] switch
        {
            "both" => contacts.Where(c => c.EmailVerified && c.MobileVerified),
            "email" => contacts.Where(c => c.EmailVerified),
            "none" => contacts.Where(c => !c.EmailVerified && !c.MobileVerified),
            _ => contacts,
        };
        var total = await contacts.CountAsync(ct);
        var named = contacts.Join(db.Companies, c => c.CompanyId, c => c.CompanyId, (contact, company) => new Named { Contact = contact, Company = company });
        var rows = await Sorted(named, query).Skip(query.Skip).Take(query.Size)
            .Select(n => new Row(n.Contact.Id, n.Contact.Name, n.Contact.CompanyId, n.Company.Name, n.Contact.Email, n.Contact.EmailVerified, n.Contact.Type,
                n.Contact.Phone, n.Contact.Mobile, n.Contact.MobileVerified, n.Contact.PublicNotes))
            .ToListAsync(ct);
        return new PagedList<Row>(query, rows, total);
    }

    private static IQueryable<Named> Sorted(IQueryable<Named> rows, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("company", false) => rows.OrderBy(n => n.Company.Search).ThenBy(n => n.Contact.Search).ThenBy(n => n.Contact.Id),
        ("company", true) => rows.OrderByDescending(n => n.Company.Search).ThenBy(n => n.Contact.Search).ThenBy(n => n.Contact.Id),
        ("email", false) => rows.OrderBy(n => n.Contact.EmailKey).ThenBy(n => n.Contact.Id),
        ("email", true) => rows.OrderByDescending(n => n.Contact.EmailKey).ThenBy(n => n.Contact.Id),
        ("type", false) => rows.OrderBy(n => n.Contact.Type).ThenBy(n => n.Contact.Id),
        ("type", true) => rows.OrderByDescending(n => n.Contact.Type).ThenBy(n => n.Contact.Id),
        (_, true) => rows.OrderByDescending(n => n.Contact.Search).ThenBy(n => n.Contact.Id),
        _ => rows.OrderBy(n => n.Contact.Search).ThenBy(n => n.Contact.Id),
    };

    internal sealed record Row(
        ContactId Id, string Name, CompanyId CompanyId, string Company, string Email, bool EmailVerified, string Type, string Phone, string Mobile, bool MobileVerified, string Notes);

    private sealed class Named
    {
        public required Contact Contact { get; init; }

        public required Company Company { get; init; }
    }
}

/// <summary>What the table's partial needs of the page around it.</summary>
internal interface IContactListPage
{
    PagedList<ContactLists.Row> List { get; }

    bool MayChange { get; }

    Link? Add { get; }
}
