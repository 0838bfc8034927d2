using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Pages.Employees;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Pages.LogInAs;

[Needs(IdentityModule.LogInAsUser)]
internal sealed class EmployeeModel(IMediator mediator, IdentityDb db, IAccess access, CurrentUser asker) : LogInAsPage(mediator, db, access, asker)
{
    private readonly IdentityDb _db = db;
    private readonly IMediator _mediator = mediator;
    private readonly IAccess _access = access;

    /// <summary>The employee has no login, or one that stands above the asker.</summary>
    public bool NoLogin { get; private set; }

    public async Task<IActionResult> OnGetAsync(EmployeeId id, CancellationToken ct)
    {
        if (await PlaceAsync(id, ct))
        {
            return Page();
        }

        NoLogin = true;
        Head.Title = T("Log in as");
        return await Head.OfAsync(_db, _mediator, _access, IdentityModule.LogInAsUser, id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(EmployeeId id, CancellationToken ct) => await PlaceAsync(id, ct) ? await EnterAsync(ct) : NotFound();

    private async Task<bool> PlaceAsync(EmployeeId id, CancellationToken ct)
    {
        if (await _db.LoginOfAsync(id, ct) is not { } login || !await LoadAsync(login.UserId, ct))
        {
            return false;
        }

        Back = $"/employees/{id}";
        Head.Of(login, Person!);
        return true;
    }
}
