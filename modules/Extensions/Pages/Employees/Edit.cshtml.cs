using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Extensions.Data;
using Portal.Extensions.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Extensions.Pages.Employees;

[Needs("employees.change")]
internal sealed class EditModel(IMediator mediator, EmployeeLookup lookup, SiteChoice choice, IAccess access) : PortalPage
{
    [BindProperty]
    public EditEmployeeForm Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public EmployeeId Id { get; set; }

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } employee)
        {
            return NotFound();
        }

        Input = EditEmployeeForm.Of(employee);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } before)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeEmployee(Id, Input.Version, Input.ToDetails()), ct);
        if (outcome.Kind == OutcomeKind.Conflict)
        {
            return await ConflictedAsync(outcome, ct);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(before.Extension == Input.Extension.Trim()
            ? T($"{Input.FirstName.Trim()} {Input.LastName.Trim()} is saved.")
            : T($"{Input.FirstName.Trim()} {Input.LastName.Trim()} has extension {Input.Extension.Trim()} now. Their telephones need the new login."));
        return RedirectToPage("Overview", new { id = Id });
    }

    private async Task<IActionResult> ConflictedAsync(Outcome outcome, CancellationToken ct)
    {
        if (await LoadAsync(ct) is not { } now)
        {
            return NotFound();
        }

        var (mine, theirs) = (Input, EditEmployeeForm.Of(now));
        Input.Version = now.Version;
        FieldChange[] fields =
        [
            new(T("First name"), mine.FirstName, theirs.FirstName),
            new(T("Last name"), mine.LastName, theirs.LastName),
            new(T("Site"), SiteName(mine.Site), SiteName(theirs.Site)),
            new(T("E-mail"), mine.Email ?? "", theirs.Email ?? ""),
            new(T("Username"), mine.Username, theirs.Username),
            new(T("Extension"), mine.Extension, theirs.Extension),
        ];
        return Conflicted(outcome, "Input.Version", [.. fields.Where(f => f.Yours.Trim() != f.Theirs)]);
    }

    private string SiteName(SiteId? site) => Sites.FirstOrDefault(s => s.Value == site?.ToString())?.Text ?? "–";

    private async Task<Employee?> LoadAsync(CancellationToken ct)
    {
        if (await lookup.FindAsync(Id, ExtensionsModule.Change, ct) is not { } employee)
        {
            return null;
        }

        Sites = await choice.ListAsync(employee.CompanyId, ct);
        EmployeeLook.Place(Head, employee, await mediator.Send(new FindSite(employee.SiteId), ct),
            T($"Edit {employee.FullName}"), access.AllowsSomewhere(ExtensionsModule.View.Key));
        return employee;
    }
}
