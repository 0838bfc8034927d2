using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Domain;
using Portal.Identity.Pages.Users;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Identity.Pages.PartnerLogins;

/// <summary>Adds a login of a partner.</summary>
[Needs(IdentityModule.AddUsers)]
internal sealed class NewModel(IMediator mediator, IAccess access) : PortalPage
{
    [BindProperty] public NewUserForm Input { get; set; } = new();

    public PartnerSummary Partner { get; private set; } = default!;

    public async Task<IActionResult> OnGetAsync(PartnerId id, CancellationToken ct)
    {
        Input.Password = PasswordSuggestion.Next();
        return await PlaceAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(PartnerId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ct))
        {
            return NotFound();
        }

        Input.AsksOnlyForWhatCounts(ModelState, nameof(Input));
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new AddUser(Role.Partner, Input.Username!, Input.Name!, Input.Email, Input.Credential(), Partner: id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome.InForm());
        }

        Toast(Input.Added(Input.Name!, Input.Email));
        return LocalRedirect($"~/partners/{id}");
    }

    private async Task<bool> PlaceAsync(PartnerId id, CancellationToken ct)
    {
        if (!access.Allows(IdentityModule.AddUsers, ObjectScope.Platform) || await mediator.Send(new FindPartner(id), ct) is not { } partner)
        {
            return false;
        }

        Partner = partner;
        Head.Title = T("Add login");
        Head.Lead = T("Sees and manages the companies this partner looks after, and no others.");
        Head.Under(T("Partners"), "/partners").Under(partner.Name, $"/partners/{id}").Under(T("Logins"), $"/partners/{id}/users");
        return true;
    }
}
