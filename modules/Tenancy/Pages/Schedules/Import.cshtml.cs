using System.ComponentModel.DataAnnotations;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Domain.Schedules.Calendars;
using Portal.Tenancy.Schedules;

namespace Portal.Tenancy.Pages.Schedules;

/// <summary>
/// Rules from a calendar file, in two steps: first what would be taken and what not, and why; then the import. Between them the rules
/// travel in the form, written as rules, and are read again with every limit: a form can ask for nothing that the editor could not.
/// </summary>
[Needs(TenancyModule.ChangeSchedules)]
internal sealed class ImportModel(IMediator mediator, TenancyDb db, IAccess access, ScheduleDirectory directory, TimeProvider clock)
    : SchedulePage(db, access, directory, clock)
{
    [BindProperty]
    public ImportForm Input { get; set; } = new();

    /// <summary>Null before a file has been looked at.</summary>
    public CalendarImport? Preview { get; private set; }

    /// <summary>As many rules as a schedule can have, with long names.</summary>
    private const int LongestRules = 200 * Schedule.MostRules;

    internal sealed class ImportForm
    {
        public IFormFile? File { get; set; }

        /// <summary>What the events mean in a time schedule: <c>Open</c> or <c>Closed</c>.</summary>
        public string? Meaning { get; set; }

        public bool Replace { get; set; }

        [DataType(DataType.MultilineText), StringLength(LongestRules)]
        public string? Rules { get; set; }

        public int Version { get; set; }
    }

    public IEnumerable<SelectListItem> Meanings() => [new(T("Open hours"), "Open"), new(T("Closed times"), "Closed")];

    public async Task<IActionResult> OnGetAsync(ScheduleId id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        if (Input.File is not { Length: > 0 } file)
        {
            return Wrong(T("Choose a calendar file that ends in .ics."));
        }

        if (file.Length > CalendarText.LargestFile)
        {
            return Wrong(T("This file is larger than 5 MB. Export a shorter time, or fewer calendars."));
        }

        var effect = Schedule.Kind == ScheduleKind.Holidays ? RuleEffect.Holiday : Input.Meaning == "Closed" ? RuleEffect.Closed : RuleEffect.Open;
        try
        {
            using var text = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            Preview = CalendarImport.Read(text, effect, Zone, Today, Schedule.MostRules);
        }
        catch (CalendarException e)
        {
            return Wrong(e.Message);
        }

        (Input.Rules, Input.Version) = (RuleNotation.Write(Preview.Taken.Select(t => t.Rule)), Schedule.Version);
        ModelState.Clear();
        return Page();
    }

    public async Task<IActionResult> OnPostTakeAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct))
        {
            return NotFound();
        }

        var lines = (Input.Rules ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        var read = lines.Take(Schedule.MostRules + 1).Select(RuleNotation.ReadLine).ToArray();
        if (read.Length == 0 || read.Any(r => r is null))
        {
            return Wrong(T("These rules cannot be read any more. Choose the file again."));
        }

        var rules = read.Select(r => r!);
        ScheduleRule[] all = Input.Replace ? [.. rules] : [.. RuleNotation.Read(Schedule.Rules), .. rules.ExceptBy(RuleNotation.Read(Schedule.Rules).Select(RuleNotation.Write), RuleNotation.Write)];
        var outcome = await mediator.Send(new ChangeSchedule(id, Input.Version, Schedule.Name, Schedule.HolidaysId, all), ct);
        if (!outcome.Succeeded)
        {
            return outcome.Kind == OutcomeKind.Conflict
                ? Wrong(T("Somebody else changed this schedule meanwhile. Choose the file again."))
                : outcome.Kind == OutcomeKind.Refused ? Wrong(outcome.Problems[0].Message) : Failed(outcome);
        }

        Toast(N(read.Length, "One rule is imported.", "{0} rules are imported."));
        return Redirect(Address);
    }

    private IActionResult Wrong(string words)
    {
        ModelState.Clear();
        ModelState.AddModelError("Input.File", words);
        return Invalid();
    }

    private async Task<bool> LoadAsync(ScheduleId id, CancellationToken ct)
    {
        if (!await PlaceAsync(id, TenancyModule.ChangeSchedules, ct))
        {
            return false;
        }

        Head.Under(Schedule.Name, Address);
        Head.Title = T($"Import into {Schedule.Name}");
        Head.Lead = T("Takes events of a calendar file (.ics) as rules of this schedule.");
        return true;
    }
}
