using Microsoft.AspNetCore.Mvc;
using Portal.Data.History;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web.Platform;

namespace Portal.Web.Pages.AuditLog;

[Needs(PlatformOffers.ViewAudit)]
internal sealed class IndexModel(Portal.Data.Audit.AuditLog log, ChangeLists lists, ObjectHistory history, IAccess access) : PortalPage
{
    public ChangeList Changes { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync([FromQuery] string? company, CancellationToken ct)
    {
        Head.Title = T("Audit log");
        Head.Lead = T("Who changed what, when, and from where.");
        var reach = access.ListReach(PlatformOffers.ViewAudit);
        var entries = log.Within(reach);
        CompanyId? only = reach is { Everything: false, Companies: [var one] } ? one : null;
        if (!string.IsNullOrEmpty(company))
        {
            if (!Guid.TryParse(company, out var id) || !access.Allows(PlatformOffers.ViewAudit, new ObjectScope(new CompanyId(id)))
                || await history.FindAsync("companies", id, ObjectHistory.View, ct) is not { } found)
            {
                return NotFound();
            }

            CompanyId? chosen = only = new CompanyId(id);
            entries = log.Within(new Reach(true, [], [], [])).Where(e => e.CompanyId == chosen);
            Head.Subject = Subject.Company(chosen.Value, found.Name);
            Head.Under(found.Name, "/companies/" + id);
        }

        Changes = await lists.ReadAsync(Request, entries, only, ct);
        return FragmentOrPage("_Changes", Changes);
    }
}
