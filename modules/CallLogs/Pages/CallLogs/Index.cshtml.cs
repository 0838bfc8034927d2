using Microsoft.AspNetCore.Mvc;
using Portal.CallLogs.Search;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.CallLogs.Pages.CallLogs;

/// <summary>The calls of everybody within the viewer's reach: all companies, one, a site's people, or the own ones.</summary>
[Needs("calls.view")]
internal sealed class IndexModel(CallLists lists, IAccess access, CurrentUser user) : PortalPage
{
    public CallList Calls { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!IsInReach(Request.Query["company"]))
        {
            return NotFound();
        }

        Head.Title = T("Call logs");
        Calls = await lists.ReadAsync(Request, Mine(), ct);
        return FragmentOrPage("_Calls", Calls);
    }

    /// <summary>Whoever reaches no more than one site or the own line sees the calls from there.</summary>
    private Viewpoint Mine()
    {
        var reach = access.ListReach(CallLogsModule.View.Key);
        return reach switch
        {
            { Everything: true } or { Companies.Count: > 0 } => new Viewpoint(),
            { Sites.Count: 0, Employees: [var only] } => new Viewpoint(Employee: only),
            _ => new Viewpoint(),
        };
    }

    // A company the viewer cannot reach looks like one that does not exist.
    private bool IsInReach(string? company) =>
        string.IsNullOrEmpty(company)
        || (Guid.TryParse(company, out var id) && (user.Company == new CompanyId(id) || access.Allows(CallLogsModule.View.Key, new ObjectScope(new CompanyId(id)))));
}
