using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Schedules;
using Portal.Web;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>What a new schedule begins with.</summary>
internal sealed class NewScheduleForm
{
    public string? Name { get; set; }

    /// <summary><c>office</c>, <c>empty</c>, <c>holidays</c>, or the code of a set of public holidays.</summary>
    [Display(Name = "Begin with")]
    public string? Begin { get; set; }

    public Guid? Holidays { get; set; }
}

/// <summary>Adds a schedule to a company or a site: a name and what it begins with; the rules are edited after that.</summary>
internal abstract class NewSchedulePage(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory) : PortalPage
{
    [BindProperty]
    public NewScheduleForm Input { get; set; } = new();

    public IReadOnlyList<SelectListItem> HolidayChoices { get; private set; } = [];

    public string Back { get; private set; } = "";

    public IEnumerable<SelectListItem> Beginnings()
    {
        var hours = new SelectListGroup { Name = T("Time schedule") };
        var holidays = new SelectListGroup { Name = T("Holiday schedule") };
        return
        [
            new(T("Monday to Friday, 09:00 to 17:00"), "office") { Group = hours },
            new(T("No hours yet"), "empty") { Group = hours },
            .. HolidaySets.All.Select(s => new SelectListItem(T($"Public holidays: {T(s.Name)}"), s.Code) { Group = holidays }),
            new(T("No holidays yet"), "holidays") { Group = holidays },
        ];
    }

    protected async Task<IActionResult> ShowAsync(CompanyId? company, SiteId? site, CancellationToken ct) =>
        await PlaceAsync(company, site, ct) is null ? NotFound() : Page();

    protected async Task<IActionResult> AddAsync(CompanyId? company, SiteId? site, CancellationToken ct)
    {
        if (await PlaceAsync(company, site, ct) is not { } owner)
        {
            return NotFound();
        }

        if (!ModelState.IsValid)
        {
            return Invalid();
        }

        ScheduleRule[]? rules = Input.Begin switch
        {
            "office" or null => [new ScheduleRule(RuleEffect.Open, new DatePattern.Weekly(DaySet.Workdays), new ClockSpan(new TimeOnly(9, 0), new TimeOnly(17, 0)))],
            "empty" or "holidays" => [],
            var code when HolidaySets.Exists(code) => [.. HolidaySets.Of(code).Select(h => new ScheduleRule(RuleEffect.Holiday, h.Day, ClockSpan.WholeDay, h.Name))],
            _ => null,
        };
        if (rules is null)
        {
            ModelState.AddModelError("Input.Begin", T("Choose what the schedule begins with."));
            return Invalid();
        }

        var kind = Input.Begin is "office" or "empty" or null ? ScheduleKind.Hours : ScheduleKind.Holidays;
        var follows = kind == ScheduleKind.Hours && Input.Holidays is { } id ? new ScheduleId(id) : (ScheduleId?)null;
        var outcome = await mediator.Send(new CreateSchedule(owner, site, kind, Input.Name ?? "", follows, rules), ct);
        if (!outcome.Succeeded)
        {
            return Failed(outcome);
        }

        Toast(T($"{Input.Name} is added."));
        return Redirect($"/schedules/{outcome.Value}/edit");
    }

    private async Task<CompanyId?> PlaceAsync(CompanyId? companyId, SiteId? siteId, CancellationToken ct)
    {
        var site = siteId is { } id ? await db.Sites.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) : null;
        var owner = site?.CompanyId ?? companyId;
        if ((siteId is not null && site is null) || owner is not { } known || !access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(known, siteId))
            || await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.CompanyId == known, ct) is not { } company)
        {
            return null;
        }

        Head.Title = T("Add schedule");
        Head.Lead = site is null ? T($"For {company.Name} and all its sites.") : T($"For {site.Name}.");
        SchedulePage.PlaceUnder(Head, company, site, access);
        Back = site is null ? $"/companies/{known}/schedules" : $"/sites/{site.Id}/schedules";
        HolidayChoices = EditModel.HolidaysOf(directory, known, siteId);
        return known;
    }
}
