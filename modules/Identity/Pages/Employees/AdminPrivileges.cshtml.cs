using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Identity.Accounts;
using Portal.Identity.Data;
using Portal.Identity.Requests;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Web;

namespace Portal.Identity.Pages.Employees;

/// <summary>What an employee administers (BP, Admin Privileges): the administration layer, and for group administrators their groups.</summary>
[Needs(IdentityModule.GiveGroups)]
internal sealed class AdminPrivilegesModel(
    IMediator mediator, IdentityDb db, AccountPowers powers, AdministrableGroups groups, IAccess access, CurrentUser asker) : PortalPage
{
    [BindProperty, Display(Name = "Administration layer"), Required(ErrorMessage = "Choose a role.")]
    public Role? Layer { get; set; }

    /// <summary><c>all</c>, <c>given</c> or <c>other</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Show { get; set; }

    public HeldAccount? Account { get; private set; }

    public string Here { get; private set; } = "";

    public string? WhyNot { get; private set; }

    /// <summary>Why no groups can be given here; null when they can.</summary>
    public string? WhyNotGroups { get; private set; }

    public IReadOnlyList<SelectListItem> Layers { get; private set; } = [];

    public IReadOnlyList<Row> Groups { get; private set; } = [];

    public IReadOnlyList<(string Value, string Text)> Filters { get; } =
    [
        ("all", T("All groups")), ("given", T("Groups this employee administrates")), ("other", T("Groups this employee does not administrate")),
    ];

    internal sealed record Row(AdministrableGroup Group, bool Given);

    public async Task<IActionResult> OnGetAsync(EmployeeId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            Account = null;
            Head.Title = T("Admin privileges");
            return await Head.OfAsync(db, mediator, access, IdentityModule.GiveGroups, id, ct) ? Page() : NotFound();
        }

        Layer = Account!.Layer;
        return Page();
    }

    public async Task<IActionResult> OnPostLayerAsync(EmployeeId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (Layer is null || !ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new SetLayer(Account!.User.Id, Layer.Value), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Account.User.DisplayName} is saved."));
        return LocalRedirect("~" + Here);
    }

    public async Task<IActionResult> OnPostGroupsAsync(EmployeeId id, GroupId[] shown, GroupId[] given, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new SetGroups(Account!.User.Id, Account.User.CompanyId ?? default, shown, given), ct);
        if (!outcome.Succeeded)
        {
            ModelState.Clear();
            return Failed(outcome);
        }

        Toast(T($"The groups of {Account.User.DisplayName} are saved."));
        return LocalRedirect($"~{Here}?show={Show}");
    }

    private async Task<bool> LoadAsync(EmployeeId id, CancellationToken ct)
    {
        if (await db.LoginOfAsync(id, ct) is not { CompanyId: { } company } login
            || await powers.FindByOwnAsync(login, IdentityModule.GiveGroups, ct) is not { } account)
        {
            return false;
        }

        Account = account;
        Here = $"/employees/{id}/admin-privileges";
        Show = Filters.Any(f => f.Value == Show) ? Show : "all";
        WhyNot = powers.WhyNot(account);
        WhyNotGroups = account.User.Id == asker.Id ? T("Nobody changes their own powers; somebody above has to do it.") : null;
        Layers = [.. powers.LayersFor(account).Select(r => new SelectListItem(r.InWords(), r.ToString()))];
        var held = account.Grants.Select(g => g.GroupId).OfType<GroupId>().ToHashSet();
        Groups = [.. (await groups.ListAsync(company, ct))
            .Select(g => new Row(g, held.Contains(g.Id)))
            .Where(r => Show == "all" || r.Given == (Show == "given"))];
        Head.Title = T("Admin privileges");
        Head.Of(login, account.User);
        return true;
    }
}
