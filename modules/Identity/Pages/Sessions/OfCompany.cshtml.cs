using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.Sessions;

/// <summary>Who of one company is signed in now.</summary>
[Needs(IdentityModule.ViewSessions)]
internal sealed class OfCompanyModel(IMediator mediator, IAccess access, SessionList sessions) : SessionsPage(mediator)
{
    private readonly IMediator _mediator = mediator;

    public async Task<IActionResult> OnGetAsync(CompanyId id, CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.ViewSessions, new ObjectScope(id)) || await _mediator.Send(new FindCompany(id), ct) is not { } company)
        {
            return NotFound();
        }

        Head.Title = T("Sessions");
        Head.Lead = T($"Who of {company.Name} is signed in to the portal. Select an IP address to ask who it is.");
        Head.Under(company.Name, $"/companies/{id}");
        Head.Subject = Subject.Company(id, company.Name, company.SipDomain);
        List = await sessions.ReadAsync(sessions.Within(new Reach(false, [id], [], [])), SessionList.Shape.Read(Request), ct);
        return FragmentOrPage("_List");
    }

    public async Task<IActionResult> OnPostEndAsync(CompanyId id, Guid session, CancellationToken ct) =>
        access.Allows(IdentityModule.ViewSessions, new ObjectScope(id)) ? await EndAsync(session, ct) : NotFound();
}
