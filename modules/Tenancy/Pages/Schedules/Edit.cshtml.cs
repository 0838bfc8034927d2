using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Schedules;
using Portal.Web;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>
/// The rules of a schedule. Rows are added and taken away by the server, with or without script, and nothing is saved until "Save"; the
/// picture of the week follows what is typed.
/// </summary>
[Needs(TenancyModule.ChangeSchedules)]
[RequestFormLimits(ValueCountLimit = 12_000)]
internal sealed class EditModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock)
    : SchedulePage(db, access, directory, clock)
{
    [BindProperty]
    public ScheduleForm Input { get; set; } = new();

    public WeekPicture Week { get; private set; } = default!;

    public IReadOnlyList<SelectListItem> HolidayChoices { get; private set; } = [];

    public bool IsHolidays => Schedule.Kind == ScheduleKind.Holidays;

    public async Task<IActionResult> OnGetAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        Input = ScheduleForm.From(Schedule);
        Draw();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var rules = Input.Rules(Schedule.Kind, ModelState);
        Draw();
        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        var outcome = await mediator.Send(new ChangeSchedule(id, Input.Version, Input.Name ?? "", Input.HolidaysId, rules), ct);
        if (outcome.Kind == OutcomeKind.Conflict && await Db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is { } current)
        {
            Input.Version = current.Version;
            return Conflicted(outcome, "Input.Version", [.. Input.Differences(current, current.Kind)]);
        }

        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is saved."));
        return Redirect(Address);
    }

    /// <summary>Adds a row, a set of public holidays, or takes a row away; the rest stays as it was typed.</summary>
    public async Task<IActionResult> OnPostRowsAsync(ScheduleId id, RowKind? add, int? remove, string? set, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var effect = IsHolidays ? RuleEffect.Holiday : add is null or RowKind.Week ? RuleEffect.Open : RuleEffect.Closed;
        if (remove is { } index && index >= 0 && index < Input.Rows.Count)
        {
            Input.Rows.RemoveAt(index);
        }
        else if (add is { } kind && kind != RowKind.Repeat && Enum.IsDefined(kind) && Input.Rows.Count < Schedule.MostRules)
        {
            Input.Rows.Add(RuleRow.New(kind, effect, Today));
        }
        else if (add is null && remove is null && set is not null && HolidaySets.Exists(set))
        {
            // What does not fit is refused with its number when the schedule is saved.
            Input.Rows.AddRange(HolidaySets.Of(set).Select(h => RuleRow.Of(new ScheduleRule(IsHolidays ? RuleEffect.Holiday : RuleEffect.Closed, h.Day, ClockSpan.WholeDay, h.Name))));
        }

        // Rows have moved: what was noted about their old places belongs to nobody.
        ModelState.Clear();
        Draw();
        return Request.IsHtmxNonBoosted() ? Fragment("_Rows") : Page();
    }

    /// <summary>The picture alone, of what is typed at the moment.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        ModelState.Clear();
        Draw();
        return Request.IsHtmxNonBoosted() ? Fragment("_Week", Week) : Page();
    }

    private void Draw()
    {
        var rules = Input.Rules(Schedule.Kind, new ModelStateDictionary());
        var holidays = HolidayChoices.Any(c => c.Value == Input.Holidays?.ToString()) ? Input.HolidaysId : null;
        Week = new WeekPicture(TableOf(rules, holidays), Clock.GetUtcNow(), null, unreadable: Input.Rows.Count - rules.Count);
    }

    private async Task<bool> LoadAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, TenancyModule.ChangeSchedules, ct))
        {
            return false;
        }

        Head.Under(Schedule.Name, Address);
        Head.Title = T($"Edit {Schedule.Name}");
        HolidayChoices = HolidaysOf(Directory, Schedule.CompanyId, Schedule.SiteId);
        return true;
    }

    /// <summary>The holiday schedules that open hours of this place may follow.</summary>
    public static IReadOnlyList<SelectListItem> HolidaysOf(IScheduleDirectory directory, Modularity.CompanyId company, Modularity.SiteId? site) =>
    [
        new(T("None"), ""),
        .. directory.For(company, site).Where(s => s.Kind == ScheduleKind.Holidays).Select(s => new SelectListItem(s.Name, s.Id.ToString())),
    ];
}
