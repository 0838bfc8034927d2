using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Numbers;
using Portal.Tenancy.Numbers;
using Portal.Web;

namespace Portal.Tenancy.Pages.Numbers;

[Needs(TenancyModule.ViewNumbers)]
internal sealed class DetailsModel(IMediator mediator, TenancyDb db, NumberLookup lookup, IAccess access) : PortalPage
{
    private const int MostEvents = 100, MostChoices = 500;

    public Number Number { get; private set; } = default!;

    public Company Company { get; private set; } = default!;

    public Site? Site { get; private set; }

    public string Text { get; private set; } = "";

    public (string Name, string? Href)? Owner { get; private set; }

    public IReadOnlyList<NumberEvent> History { get; private set; } = [];

    public bool MayAssign { get; private set; }

    public bool MayManage { get; private set; }

    public IReadOnlyList<SelectListItem> Employees { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Others { get; private set; } = [];

    [BindProperty]
    public Guid? Employee { get; set; }

    [BindProperty]
    public Guid? With { get; set; }

    public async Task<IActionResult> OnGetAsync(NumberId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public Task<IActionResult> OnPostAssignAsync(NumberId id, CancellationToken ct) => Employee is { } employee
        ? DoAsync(id, new AssignNumber(id, new EmployeeId(employee)), () => T($"{Text} leads to {Owner?.Name} now."), ct)
        : MissingAsync(id, nameof(Employee), T("Choose an employee."), ct);

    public Task<IActionResult> OnPostSwapAsync(NumberId id, CancellationToken ct) => With is { } other
        ? DoAsync(id, new SwapNumbers(id, new NumberId(other)), () => T($"The numbers are swapped: {Text} leads to {Owner?.Name} now."), ct)
        : MissingAsync(id, nameof(With), T("Choose the other number."), ct);

    public Task<IActionResult> OnPostReturnAsync(NumberId id, CancellationToken ct) => DoAsync(id, new ReturnNumbers([id]), () => T($"{Text} is free again."), ct);

    public Task<IActionResult> OnPostPrimaryAsync(NumberId id, CancellationToken ct) => DoAsync(id, new MakePrimary(id), () => T($"{Text} is the primary number now."), ct);

    public Task<IActionResult> OnPostServiceAsync(NumberId id, CancellationToken ct) => DoAsync(id, new PutIntoService([id]), () => T($"{Text} is in service."), ct);

    public async Task<IActionResult> OnPostReleaseAsync(NumberId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new ReleaseNumbers([id]), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Text} is released. For 30 days nobody else can get it."));
        return Redirect("/numbers");
    }

    private async Task<IActionResult> DoAsync(NumberId id, IChange<Outcome> change, Func<string> done, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(change, ct);
        if (outcome.Succeeded)
        {
            await LoadAsync(id, ct);
            Toast(done());
            return Redirect($"/numbers/{id}");
        }

        // What is shown again is what the other one has made of it.
        return outcome.Kind != OutcomeKind.NotFound && await LoadAsync(id, ct) ? Failed(outcome) : NotFound();
    }

    private async Task<IActionResult> MissingAsync(NumberId id, string field, string message, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        ModelState.AddModelError(field, message);
        return Invalid();
    }

    private async Task<bool> LoadAsync(NumberId id, CancellationToken ct)
    {
        if (await lookup.Within(TenancyModule.ViewNumbers).SingleOrDefaultAsync(n => n.Id == id, ct) is not { } number)
        {
            return false;
        }

        Number = number;
        Text = lookup.Write(number.E164);
        Owner = lookup.NameOf(number.Owner);
        Company = await db.Companies.AsNoTracking().SingleAsync(c => c.CompanyId == number.CompanyId, ct);
        Site = number.SiteId is { } site ? await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == site, ct) : null;
        History = await db.NumberHistory.AsNoTracking().Where(h => h.CompanyId == number.CompanyId && h.E164 == number.E164)
            .OrderByDescending(h => h.At).ThenByDescending(h => h.Id).Take(MostEvents).ToListAsync(ct);
        MayAssign = access.Allows(TenancyModule.AssignNumbers, NumberLookup.ScopeOf(number));
        MayManage = access.Allows(TenancyModule.ManageNumbers, NumberLookup.ScopeOf(number));
        await LoadChoicesAsync(ct);

        Head.Title = Text;
        Head.Under(T("Numbers"), "/numbers");
        Head.PrimaryAction = MayManage ? new Link(T("Edit billing"), $"/numbers/{id}/edit", "edit") : null;
        return true;
    }

    private async Task LoadChoicesAsync(CancellationToken ct)
    {
        if (MayAssign && Number.State == NumberState.Free)
        {
            Employees = [.. (await mediator.Send(new ListEmployees(Number.CompanyId, MostChoices), ct))
                .Where(e => e.Status != EmployeeStatus.Inactive && (Number.SiteId is null || Number.SiteId == e.SiteId))
                .Select(e => new SelectListItem($"{e.FullName} ({e.Extension})", e.Id.ToString()))];
        }

        if (MayAssign && Number.State == NumberState.Assigned)
        {
            Others = [.. (await lookup.Within(TenancyModule.AssignNumbers)
                    .Where(n => n.CompanyId == Number.CompanyId && n.State == NumberState.Assigned && n.OwnerId != Number.OwnerId)
                    .OrderBy(n => n.E164).Take(MostChoices).ToListAsync(ct))
                .Select(n => new SelectListItem($"{lookup.Write(n.E164)} – {lookup.NameOf(n.Owner)?.Name}", n.Id.ToString()))];
        }
    }
}
