using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Identity.Data;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Pages.LogInAs;

[Needs(IdentityModule.LogInAsUser)]
internal sealed class IndexModel(IMediator mediator, IdentityDb db, IAccess access, CurrentUser asker) : LogInAsPage(mediator, db, access, asker)
{
    public async Task<IActionResult> OnGetAsync(UserId id, CancellationToken ct) => await PlaceAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(UserId id, CancellationToken ct) => await PlaceAsync(id, ct) ? await EnterAsync(ct) : NotFound();

    private async Task<bool> PlaceAsync(UserId id, CancellationToken ct)
    {
        Back = $"/users/{id}";
        Head.Under(T("Users"), "/users");
        return await LoadAsync(id, ct);
    }
}
