using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Domain;
using Portal.Modularity.Access;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Identity.Pages.Users;

/// <summary>Adds an operator. Company administrators are added in their company, partners' logins at the partner.</summary>
[Needs(IdentityModule.AddUsers)]
internal sealed class NewModel(IMediator mediator, IAccess access) : PortalPage
{
    [BindProperty] public NewUserForm Input { get; set; } = new();

    public IActionResult OnGet()
    {
        Input.Password = PasswordSuggestion.Next();
        return Place() ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Place())
        {
            return NotFound();
        }

        Input.AsksOnlyForWhatCounts(ModelState, nameof(Input));
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AddUser(Role.Operator, Input.Username!, Input.Name!, Input.Email, Input.Credential()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome.InForm());
        }

        Toast(Input.Added(Input.Name!, Input.Email));
        return LocalRedirect($"~/users/{outcome.Value}");
    }

    private bool Place()
    {
        Head.Title = T("Add operator");
        Head.Lead = T("Provider staff: sees and manages every company.");
        Head.Under(T("Users"), "/users");
        return access.Allows(IdentityModule.AddUsers, ObjectScope.Platform);
    }
}
