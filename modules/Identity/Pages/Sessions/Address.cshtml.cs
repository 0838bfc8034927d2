using System.Net;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Sessions;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.Sessions;

/// <summary>"Who is?" of an address somebody within reach is signed in from; the portal asks about no others.</summary>
[Needs(IdentityModule.ViewSessions)]
internal sealed class AddressModel(IAccess access, SessionList list, WhoIs whoIs) : PortalPage
{
    public AddressFacts Facts { get; private set; } = default!;

    public IReadOnlyList<SessionList.Row> Sessions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(string address, CancellationToken ct)
    {
        if (!IPAddress.TryParse(address, out var ip))
        {
            return NotFound();
        }

        var from = list.Within(access.ReachOf(IdentityModule.ViewSessions)).Where(s => s.Address == address);
        Sessions = (await list.ReadAsync(from, SessionList.Shape.Read(Request), ct)).Items;
        if (Sessions.Count == 0)
        {
            return NotFound();
        }

        Head.Title = ip.ToString();
        Head.Under(T("Sessions"), "/sessions");
        Facts = await whoIs.AskAsync(ip, ct);
        return Page();
    }
}
