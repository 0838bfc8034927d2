using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Pages.Sites;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>The same rules for another site, or for the company.</summary>
[Needs(TenancyModule.ChangeSchedules)]
internal sealed class CopyModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock)
    : SchedulePage(db, access, directory, clock)
{
    private readonly IAccess _access = access;

    [BindProperty]
    public CopyForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    internal sealed class CopyForm
    {
        public string? Name { get; set; }

        /// <summary>A site's id; <c>company</c> for the company itself.</summary>
        public string? To { get; set; }
    }

    public async Task<IActionResult> OnGetAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        Input.Name = Schedule.Name;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        if (Places.All(p => p.Value != Input.To))
        {
            ModelState.AddModelError("Input.To", T("Choose where the copy belongs."));
            return Invalid();
        }

        var to = Guid.TryParse(Input.To, out var site) ? new Modularity.SiteId(site) : (Modularity.SiteId?)null;
        var outcome = await mediator.Send(new CopySchedule(id, to, Input.Name ?? ""), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is copied."));
        return Redirect($"/schedules/{outcome.Value}");
    }

    private async Task<bool> LoadAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ViewPermission, ct))
        {
            return false;
        }

        Head.Under(Schedule.Name, Address);
        Head.Title = T($"Copy {Schedule.Name}");
        var sites = await Db.Sites.AsNoTracking().Where(s => s.CompanyId == Schedule.CompanyId).Within(_access.ReachOf(TenancyModule.ChangeSchedules))
            .OrderBy(s => s.NameKey).Select(s => new { s.Id, s.Name }).ToListAsync(ct);
        Places =
        [
            .. _access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(Schedule.CompanyId)) ? [new SelectListItem(T($"{Company.Name} (all sites)"), "company")] : Array.Empty<SelectListItem>(),
            .. sites.Select(s => new SelectListItem(s.Name, s.Id.ToString())),
        ];
        return true;
    }
}
