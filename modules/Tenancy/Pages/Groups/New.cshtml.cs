using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Groups;
using Portal.Web;

namespace Portal.Tenancy.Pages.Groups;

/// <summary>Adds a group: at the top, or under another one ("Create Under Group").</summary>
[Needs(TenancyModule.ChangeGroups)]
internal sealed class NewModel(IMediator mediator, GroupAccess groups, IAccess access, CurrentUser user) : PortalPage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public GroupForm Input { get; set; } = new();

    /// <summary>The group above; empty for the top.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Under { get; set; }

    [BindProperty(SupportsGet = true)]
    public CompanyId? Company { get; set; }

    public IReadOnlyList<SelectListItem> Parents { get; private set; } = [];

    public string Back { get; private set; } = "/groups";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await PlaceAsync(ct) is null ? NotFound() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (await PlaceAsync(ct) is not { } company)
        {
            return NotFound();
        }

        if (string.IsNullOrWhiteSpace(Name))
        {
            ModelState.AddModelError(nameof(Name), T("Give the group a name."));
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new CreateGroup(company, Parent, Name ?? "", Input.Profile()), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Name!.Trim()} is added. Choose its members next."));
        return Redirect($"/groups/{outcome.Value}");
    }

    private GroupId? Parent => Under is { } id ? new GroupId(id) : null;

    private async Task<CompanyId?> PlaceAsync(CancellationToken ct)
    {
        FoundGroup? above = null;
        if (Parent is { } parent && (above = await groups.FindAsync(parent, TenancyModule.ChangeGroups, ct)) is null)
        {
            return null;
        }

        if ((above?.Group.CompanyId ?? Company ?? user.CurrentCompany) is not { } company)
        {
            return null;
        }

        var atTop = access.Allows(TenancyModule.ChangeGroups, new ObjectScope(company));
        var offered = await groups.ListAsync(company, TenancyModule.ChangeGroups, ct);
        if (!atTop && offered.Count == 0)
        {
            return null;
        }

        Parents =
        [
            .. atTop ? [new SelectListItem(T("None: at the top, beside the sites"), "")] : Array.Empty<SelectListItem>(),
            .. offered.Where(g => g.Level < Domain.Groups.Group.DeepestLevel).Select(g => new SelectListItem(g.Path, g.Id.ToString())),
        ];
        Company = company;
        Head.Title = T("Add group");
        Head.Under(T("Groups"), user.Company is null ? $"/groups?company={company}" : "/groups");
        Back = above is null ? "/groups" : $"/groups/{above.Group.Id}";
        return company;
    }
}
