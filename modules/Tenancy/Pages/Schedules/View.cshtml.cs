using MediatR;
using Microsoft.AspNetCore.Mvc;
using Portal.Htmx;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Domain.Schedules.Calendars;
using Portal.Tenancy.Schedules;
using Portal.Web;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>A schedule: is it open, when does that change, what does the week look like, what are the rules.</summary>
[Needs(TenancyModule.ViewSchedules)]
internal sealed class ViewModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock)
    : SchedulePage(db, access, directory, clock)
{
    private const int ShownSpecialDays = 12;

    public WeekPicture Week { get; private set; } = default!;

    public IReadOnlyList<ScheduleRule> Rules { get; private set; } = [];

    public ScheduleSummary? Holidays { get; private set; }

    /// <summary>Named days of the coming year, the nearest first.</summary>
    public IReadOnlyList<DayPlan> SpecialDays { get; private set; } = [];

    /// <summary>What refers to it, in words.</summary>
    public IReadOnlyList<string> Uses { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(ScheduleId id, string? week, CancellationToken ct)
    {
        if (!await LoadAsync(id, week, ct))
        {
            return NotFound();
        }

        return Request.IsHtmxNonBoosted() ? Fragment("_Week", Week) : Page();
    }

    /// <summary>The schedule as a calendar file.</summary>
    public async Task<IActionResult> OnGetCalendarAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ViewPermission, ct))
        {
            return NotFound();
        }

        var text = new CalendarExport(Schedule.Name, Schedule.Id.ToString(), Zone, Clock.GetUtcNow()).Write(RuleNotation.Read(Schedule.Rules));
        return File(System.Text.Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", Schedule.Name + ".ics");
    }

    public async Task<IActionResult> OnPostDeleteAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, null, ct))
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new DeleteSchedule(id), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Schedule.Name} is deleted."));
        return Redirect(OwnerAddress);
    }

    private async Task<bool> LoadAsync(ScheduleId id, string? week, CancellationToken ct)
    {
        if (!await PlaceAsync(id, ViewPermission, ct))
        {
            return false;
        }

        Rules = RuleNotation.Read(Schedule.Rules);
        Holidays = Schedule.HolidaysId is { } followed ? Directory.Find(followed) : null;
        var table = TableOf(Rules, Schedule.HolidaysId);
        Week = new WeekPicture(table, Clock.GetUtcNow(), WeekPicture.Week(week), Address);
        SpecialDays = [.. Enumerable.Range(0, 366).Select(n => table.Plan(Today.AddDays(n))).Where(p => p.Names.Count > 0).Take(ShownSpecialDays)];
        // What refers to a schedule may be people of other sites: only those who look after all of them read it.
        if (MayChange && Directory.Find(id) is { } summary)
        {
            var asked = new DeletingSchedule(summary);
            await mediator.Publish(asked, ct);
            Uses = asked.Uses;
        }

        if (MayChange)
        {
            Head.PrimaryAction = new Link(T("Edit"), Address + "/edit", "edit");
        }

        return true;
    }
}
