using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Extensions.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Web;

namespace Portal.Extensions.Pages.Employees;

[Needs("employees.change")]
internal sealed class ActivateModel(IMediator mediator, EmployeeLookup lookup) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    /// <summary>There is nothing to see here: whoever opens or reloads this address is led to the employee.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken ct) =>
        await lookup.FindAsync(Id, ExtensionsModule.Change, ct) is null ? NotFound() : RedirectToPage("Overview", new { id = Id });

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var outcome = await mediator.Send(new ActivateEmployees([Id]), ct);
        switch (outcome.Kind)
        {
            case OutcomeKind.Done:
                Toast(outcome.Value == 1 ? T("Activated. Calls arrive now.") : T("This employee was activated already."));
                break;
            case OutcomeKind.Refused:
                Toast(Tone.Bad, outcome.Problems[0].Message);
                break;
            default:
                return Failed(outcome);
        }

        return RedirectToPage("Overview", new { id = Id });
    }
}
