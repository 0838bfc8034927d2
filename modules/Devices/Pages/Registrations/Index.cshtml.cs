using Microsoft.AspNetCore.Mvc;
using Portal.Devices.Registrations;
using Portal.Modularity.Access;
using Portal.Web;
using Portal.Web.Lists;

namespace Portal.Devices.Pages.Registrations;

[Needs("registrations.view")]
internal sealed class IndexModel(LiveRegistrations registrations, IAccess access, TimeProvider clock) : PortalPage
{
    private static readonly ListShape Shape = new ListShape("registrations", "registrations")
        .Search("Search name, number or address")
        .Column("aor", "Address of record", sort: true).Column("person", "Person", sort: true).Column("address", "Address")
        .Column("transport", "Transport").Column("agent", "User agent").Column("since", "Since", sort: true)
        .Column("expires", "Expires in", sort: true, number: true).Column("action", "")
        .Filter("transport", "Transport", ("UDP", "UDP"), ("TCP", "TCP"), ("TLS", "TLS"))
        .SortedBy("aor");

    public PagedList<Registration> List { get; private set; } = default!;

    public bool MayRemove { get; private set; }

    public IActionResult OnGet()
    {
        Head.Title = T("Registrations");
        Head.Lead = T("Telephones that can be called now. The list follows by itself.");
        MayRemove = access.AllowsSomewhere(DevicesModule.RemoveRegistrations.Key);
        var query = Shape.Read(Request);
        var found = Sort(registrations.Visible().Where(r => Matches(r, query)), query).ToArray();
        List = new(query, [.. found.Skip(query.Skip).Take(query.Size)], found.Length);
        return FragmentOrPage("_Registrations");
    }

    public string ExpiresIn(Registration registration)
    {
        var left = registration.Binding.ExpiresAt - clock.GetUtcNow();
        return left < TimeSpan.FromMinutes(2) ? $"{Math.Max((int)left.TotalSeconds, 0)} s" : $"{(int)left.TotalMinutes} min";
    }

    private static bool Matches(Registration registration, ListQuery query)
    {
        bool Has(string? text) => text?.Contains(query.Search, StringComparison.OrdinalIgnoreCase) == true;
        return (query["transport"] is not { } transport || registration.Transport == transport)
            && (query.Search.Length == 0 || Has(registration.Extension.Aor) || Has(registration.Extension.DisplayName)
                || Has(registration.Address) || Has(registration.Binding.UserAgent));
    }

    private static IEnumerable<Registration> Sort(IEnumerable<Registration> found, ListQuery query) => (query.Sort, query.Descending) switch
    {
        ("person", false) => found.OrderBy(r => r.Extension.DisplayName, StringComparer.CurrentCulture),
        ("person", true) => found.OrderByDescending(r => r.Extension.DisplayName, StringComparer.CurrentCulture),
        ("since", false) => found.OrderBy(r => r.Binding.RegisteredAt),
        ("since", true) => found.OrderByDescending(r => r.Binding.RegisteredAt),
        ("expires", false) => found.OrderBy(r => r.Binding.ExpiresAt),
        ("expires", true) => found.OrderByDescending(r => r.Binding.ExpiresAt),
        (_, true) => found.OrderByDescending(r => r.Extension.Aor, StringComparer.Ordinal),
        _ => found.OrderBy(r => r.Extension.Aor, StringComparer.Ordinal).ThenBy(r => r.Address, StringComparer.Ordinal),
    };
}
