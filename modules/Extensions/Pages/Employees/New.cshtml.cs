using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Web;

namespace Portal.Extensions.Pages.Employees;

/// <summary>Adds an employee. Username and extension are suggested while the rest is typed.</summary>
[Needs("employees.change")]
internal sealed class NewModel(IMediator mediator, SiteChoice choice, Suggestions suggestions) : PortalPage
{
    [BindProperty(SupportsGet = true)]
    public NewEmployeeForm Input { get; set; } = new();

    /// <summary>What the form suggested last: a field that still says so has not been touched.</summary>
    [BindProperty(SupportsGet = true)]
    public string? SuggestedUsername { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? SuggestedExtension { get; set; }

    public IReadOnlyList<SelectListItem> Sites { get; private set; } = [];

    /// <summary>With one site there is nothing to choose.</summary>
    public IEnumerable<SelectListItem> Choices => Sites.Count == 1 ? Sites : Sites.Prepend(new SelectListItem(T("Choose a site"), ""));

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "site")] SiteId? site, CancellationToken ct)
    {
        await PlaceAsync(ct);
        Input.Site ??= site;
        if (Sites.Count == 1)
        {
            Input.Site = new SiteId(Guid.Parse(Sites[0].Value));
        }

        if (Input.Username == SuggestedUsername)
        {
            Input.Username = null;
        }

        if (Input.Extension == SuggestedExtension)
        {
            Input.Extension = null;
        }

        await SuggestAsync(ct);
        // Nothing has been sent yet: no field is wrong, and what is shown is the model's.
        ModelState.Clear();
        return FragmentOrPage("_LineFields");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PlaceAsync(ct);
        if (Input.SendWelcome && string.IsNullOrWhiteSpace(Input.Email))
        {
            ModelState.AddModelError("Input.Email", T("Enter the e-mail address that the welcome mail goes to."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        await SuggestAsync(ct);
        var outcome = await mediator.Send(new AddEmployee(Input.ToDetails(), Input.SendWelcome), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.FirstName.Trim()} {Input.LastName.Trim()} is added."));
        return RedirectToPage("LoginDetails", new { id = outcome.Value });
    }

    /// <summary>Fills the fields that are empty.</summary>
    private async Task SuggestAsync(CancellationToken ct)
    {
        if (Input.Site is not { } id || await mediator.Send(new FindSite(id), ct) is not { } site)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(Input.Extension))
        {
            Input.Extension = SuggestedExtension = await suggestions.ExtensionAsync(site.CompanyId, site.Id, ct);
            ModelState.Remove("Input.Extension");
        }

        if (string.IsNullOrWhiteSpace(Input.Username) && Input.FirstName?.Length + Input.LastName?.Length > 0)
        {
            Input.Username = SuggestedUsername =
                await suggestions.UsernameAsync(site.CompanyId, Input.FirstName ?? "", Input.LastName ?? "", Input.Extension ?? "", ct);
            ModelState.Remove("Input.Username");
        }
    }

    private async Task PlaceAsync(CancellationToken ct)
    {
        Head.Title = T("Add employee");
        Head.Under(T("Employees"), "/employees");
        Sites = await choice.ListAsync(null, ct);
    }
}
