using System.ComponentModel.DataAnnotations;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Forwarding.Domain;
using Portal.Htmx;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Web;
using Portal.Web.Forms;

namespace Portal.Forwarding.Pages.Forwarding;

/// <summary>
/// An employee's forwarding, at <c>/employees/{id}/forwarding</c> and, for the own, at <c>/forwarding</c>. The address is a
/// resource too: PUT turns forwarding on, DELETE turns it off, whatever it was before.
/// </summary>
[Needs(ForwardingModule.ViewKey), NeedsFeature(ForwardingModule.AlwaysKey)]
internal sealed class EditModel(
    IMediator mediator, IAccess access, FeatureAccess features, CurrentUser user, ForwardingDb db, IExtensionDirectory directory,
    IScheduleDirectory schedules, ForwardingSnapshot snapshot, TimeProvider clock) : PortalPage
{
    public const string OwnAddress = "/forwarding";

    [BindProperty(SupportsGet = true)]
    public EmployeeId? Id { get; set; }

    [BindProperty, Required(ErrorMessage = SetForwardingHandler.NoDestination)]
    public string Destination { get; set; } = "";

    /// <summary><c>always</c>, or a schedule and which of its times.</summary>
    [BindProperty]
    public string? When { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public EmployeeSummary Employee { get; private set; } = default!;

    public ForwardingState Rule { get; private set; } = default!;

    /// <summary>Who has the destination now; null when nobody has it.</summary>
    public string? TargetName { get; private set; }

    public bool MayChange { get; private set; }

    public bool IsOwn => Employee.Id == user.Employee;

    public string Address => Id is { } id ? $"/employees/{id}/forwarding" : OwnAddress;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Id is null && user.Employee is null)
        {
            return Redirect("/forwarding/diverted");
        }

        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        (Destination, When, Version) = (Rule.Destination, Rule.Condition.Choice, Rule.Version);
        return FragmentOrPage("_Forwarding");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? await ChangeAsync(true, Destination, Version, ct) : NotFound();

    public async Task<IActionResult> OnPostOffAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? await ChangeAsync(false, null, Version, ct) : NotFound();

    public async Task<IActionResult> OnPutAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? await ChangeAsync(true, Destination, Rule.Version, ct) : NotFound();

    public async Task<IActionResult> OnDeleteAsync(CancellationToken ct) =>
        await LoadAsync(ct) ? await ChangeAsync(false, null, Rule.Version, ct) : NotFound();

    /// <summary>The quick switch of a dashboard, which stays where it is.</summary>
    public async Task<IActionResult> OnPostSwitchAsync(bool on, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        var before = Rule;
        var outcome = await mediator.Send(new SetForwarding(Employee.Id, on, Rule.Destination, Rule.Version, Rule.Condition), ct);
        return Say(outcome, before) ? LocalRedirect("/") : Redirect(Address);
    }

    /// <summary>Takes one change back, unless somebody has changed it again.</summary>
    public async Task<IActionResult> OnPostUndoAsync(bool on, string? to, string? when, int version, CancellationToken ct)
    {
        if (!await LoadAsync(ct))
        {
            return NotFound();
        }

        Say(await mediator.Send(new SetForwarding(Employee.Id, on, to, version, ForwardCondition.Read(when) ?? ForwardCondition.Always), ct), undoTo: null);
        return Redirect(Address);
    }

    private async Task<IActionResult> ChangeAsync(bool on, string? destination, int version, CancellationToken ct)
    {
        var before = Rule;
        // What is no choice of ours names a schedule nobody has, and is refused as such.
        var condition = ForwardCondition.Read(When) ?? new ForwardCondition(ForwardWhen.WhileOpen, default(ScheduleId));
        var outcome = await mediator.Send(new SetForwarding(Employee.Id, on, destination, version, condition), ct);
        var shown = Request.IsHtmxNonBoosted();
        if (outcome.Succeeded)
        {
            Say(outcome, before);
            if (!shown)
            {
                return Request.Method == HttpMethods.Post ? Redirect(Address) : StatusCode(StatusCodes.Status204NoContent);
            }

            Show(outcome.Value!);
            ModelState.Clear();
            return Fragment("_Forwarding");
        }

        switch (outcome.Kind)
        {
            case OutcomeKind.Conflict when !shown:
                Version = Rule.Version;
                return Conflicted(outcome, nameof(Version), new FieldChange(T("Forward to"), Destination, Rule.IsOn ? Rule.Destination : T("off")));
            case OutcomeKind.Conflict:
                ModelState.Clear();
                ModelState.AddModelError("", outcome.Problems[0].Message);
                Version = Rule.Version;
                return Fragment("_Forwarding");
            case OutcomeKind.Refused when shown:
                Explain(outcome);
                return Fragment("_Forwarding");
            case OutcomeKind.Refused:
                Explain(outcome);
                return Invalid();
            default:
                return Failed(outcome);
        }
    }

    /// <summary>One reason a field: that nothing was entered is known to the form and to the request behind it.</summary>
    private void Explain(Outcome<ForwardingState> outcome)
    {
        if (ModelState.IsValid)
        {
            ModelState.Add(outcome);
        }
    }

    /// <summary>Tells what has become of it; true when it was done.</summary>
    /// <param name="undoTo">What "Undo" goes back to; null for no undo.</param>
    private bool Say(Outcome<ForwardingState> outcome, ForwardingState? undoTo)
    {
        if (outcome is not { Succeeded: true, Value: { } now })
        {
            Toast(Tone.Warning, outcome.Problems.Count > 0 ? outcome.Problems[0].Message : T("This could not be changed."));
            return false;
        }

        var undo = undoTo is null || undoTo == now
            ? null
            : $"{Address}?handler=Undo&on={(undoTo.IsOn ? "true" : "false")}&to={Uri.EscapeDataString(undoTo.Destination)}&when={undoTo.Condition.Choice}&version={now.Version}";
        Toast(now.IsOn && ConditionWords(now) is { } when ? T($"Forwarding to {now.Destination} is on, {when}.")
            : now.IsOn ? T($"Forwarding to {now.Destination} is on. Calls arrive there now.")
            : IsOwn ? T("Forwarding is off. Your telephones ring again.")
            : T($"Forwarding is off. {Employee.FullName}'s telephones ring again."), undo);
        return true;
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if ((Id ?? user.Employee) is not { } id || await mediator.Send(new FindEmployee(id), ct) is not { } employee
            || !access.Allows(ForwardingModule.ViewKey, ScopeOf(employee)))
        {
            return false;
        }

        Employee = employee;
        MayChange = access.Allows(ForwardingModule.Change.Key, ScopeOf(employee)) && features.MayChange(ForwardingModule.AlwaysKey, ScopeOf(employee));
        Show(ForwardingState.Of(await db.Rules.AsNoTracking().SingleOrDefaultAsync(r => r.EmployeeId == id, ct)), keepInput: true);

        Head.Title = T("Call forwarding");
        Head.Lead = T("Send all calls to a colleague instead.");
        if (access.AllowsSomewhere("employees.view"))
        {
            Head.Under(T("Employees"), "/employees");
        }

        Head.Under(employee.FullName, $"/employees/{id}");
        var site = await mediator.Send(new FindSite(employee.SiteId), ct);
        Head.Subject = Subject.Employee(
            id, employee.CompanyId, employee.SiteId, employee.FullName, site is null ? employee.Extension : $"{employee.Extension} · {site.Name}");
        return true;
    }

    private void Show(ForwardingState rule, bool keepInput = false)
    {
        Rule = rule;
        TargetName = directory.Find(Employee.Id) is { } own ? directory.FindExtension(own.Domain, rule.Destination)?.DisplayName : null;
        if (!keepInput)
        {
            (Destination, When, Version) = (rule.Destination, rule.Condition.Choice, rule.Version);
        }
    }

    /// <summary>Always, and each of the schedules this employee may follow with both of its times; where schedules are off, only the one already chosen.</summary>
    public IEnumerable<SelectListItem> Choices() =>
    [
        new(T("Always"), ForwardCondition.Always.Choice),
        .. schedules.For(Employee.CompanyId, Employee.SiteId).Where(s => s.Id == Rule.Condition.Schedule || snapshot.MayFollowSchedules(Employee.Id)).SelectMany(s => new[] { ForwardWhen.WhileOpen, ForwardWhen.WhileClosed }
            .Select(when => new ForwardCondition(when, s.Id))
            .Select(c => new SelectListItem(c.InWords(s), c.Choice))),
    ];

    /// <summary>The schedule's part in words; null where forwarding is not bound to one.</summary>
    public string? ConditionWords(ForwardingState rule) =>
        rule.Condition.IsAlways ? null
        : !snapshot.MayFollowSchedules(Employee.Id) ? T("but schedules are switched off for the site")
        : rule.Condition.Schedule is { } id && schedules.Find(id) is { } schedule ? rule.Condition.InWords(schedule) : null;

    /// <summary>Do calls go elsewhere at this moment?</summary>
    public bool HoldsNow => snapshot.Holds(Employee.Id, Rule.Condition, clock.GetUtcNow());

    /// <summary>When that changes, in the zone of the schedule; null when it does not.</summary>
    public DateTimeOffset? NextChange =>
        Rule.Condition.Schedule is { } id && snapshot.MayFollowSchedules(Employee.Id) && schedules.Find(id) is { } schedule && schedules.NextChange(id, clock.GetUtcNow()) is { } next
            ? TimeZoneInfo.ConvertTime(next, TimeZoneInfo.FindSystemTimeZoneById(schedule.TimeZone))
            : null;

    private static ObjectScope ScopeOf(EmployeeSummary employee) => new(employee.CompanyId, employee.SiteId, employee.Id);
}
