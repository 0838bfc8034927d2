using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Extensions.Contracts;
using Portal.Forwarding.Data;
using Portal.Forwarding.Domain;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;

namespace Portal.Forwarding.Pages.Forwarding;

/// <summary>Switches unconditional forwarding on or off.</summary>
/// <param name="Destination">Ignored when switching off: the old destination is kept for the next time.</param>
/// <param name="Version">The version the form was filled from; 0 where there was no rule yet.</param>
/// <param name="Condition">Always, or as a schedule of the company or the employee's site says. Kept when switching off.</param>
internal sealed record SetForwarding(EmployeeId Employee, bool On, string? Destination, int Version, ForwardCondition Condition = default) : IChange<Outcome<ForwardingState>>;

/// <summary>How an employee's forwarding stands.</summary>
/// <param name="Destination">The number, also while it is switched off; empty when none was ever set.</param>
internal sealed record ForwardingState(bool IsOn, string Destination, int Version, ForwardCondition Condition = default)
{
    public static ForwardingState Of(ForwardingRule? rule) =>
        rule is null ? new(false, "", 0) : new(rule.IsOn, rule.Destination, rule.Version, rule.Condition);
}

internal sealed class SetForwardingHandler(
    IMediator mediator, IAccess access, FeatureAccess features, ForwardingDb db, UnitOfWork unit, IExtensionDirectory directory, IScheduleDirectory schedules,
    ForwardingSnapshot snapshot)
    : IRequestHandler<SetForwarding, Outcome<ForwardingState>>
{
    internal const string NoDestination = "Enter the extension that calls shall go to, digits only, such as 2002.";

    public async Task<Outcome<ForwardingState>> Handle(SetForwarding request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindEmployee(request.Employee), cancellationToken) is not { } employee
            || !access.Allows(ForwardingModule.Change.Key, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)))
        {
            return Outcome.NotFound;
        }

        if (features.Refusal(ForwardingModule.AlwaysKey, new ObjectScope(employee.CompanyId, employee.SiteId, employee.Id)) is { } refusal)
        {
            return refusal;
        }

        var rule = await db.Rules.SingleOrDefaultAsync(r => r.EmployeeId == employee.Id, cancellationToken);
        if ((rule?.Version ?? 0) != request.Version)
        {
            return Outcome.Conflict(T($"Somebody else changed the forwarding of {employee.FullName} meanwhile. Look at it again, then save."));
        }

        if (!request.On)
        {
            rule?.SwitchOff();
        }
        else
        {
            var destination = Digits(request.Destination);
            if (await ProblemAsync(employee, destination, cancellationToken) is { } problem)
            {
                return Outcome.Refused("Destination", problem);
            }

            if (!request.Condition.IsAlways && !snapshot.MayFollowSchedules(employee.Id))
            {
                return Outcome.Refused("When", T("Schedules are switched off for the site. Forward always, or have them switched on under Feature assignment."));
            }

            if (request.Condition.Schedule is { } schedule && schedules.For(employee.CompanyId, employee.SiteId).All(s => s.Id != schedule))
            {
                return Outcome.Refused("When", T($"This schedule is not one of {employee.FullName}'s site or company. Choose another."));
            }

            if (rule is null)
            {
                db.Add(rule = new ForwardingRule { EmployeeId = employee.Id, CompanyId = employee.CompanyId });
            }

            rule.SwitchOn(destination, request.Condition);
        }

        return rule is null ? ForwardingState.Of(null) : await SaveAsync(rule, employee, cancellationToken);
    }

    private async Task<Outcome<ForwardingState>> SaveAsync(ForwardingRule rule, EmployeeSummary employee, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (unit.Database.IsDuplicate(e))
        {
            return Outcome.Conflict(T($"Somebody else set the forwarding of {employee.FullName} at the same moment. Look at it again, then save."));
        }

        unit.AfterCommit(_ =>
        {
            snapshot.Apply(rule);
            return Task.CompletedTask;
        });
        return ForwardingState.Of(rule);
    }

    /// <summary>Why calls cannot be sent there, or null.</summary>
    private async Task<string?> ProblemAsync(EmployeeSummary employee, string destination, CancellationToken ct)
    {
        if (destination.Length == 0)
        {
            return T(NoDestination);
        }

        if (directory.Find(employee.Id) is not { } own)
        {
            return T($"{employee.FullName} has no extension yet, so there are no calls to forward.");
        }

        if (directory.FindExtension(own.Domain, destination) is not { } target || target.Company != own.Company)
        {
            return T($"Nobody here has the extension {destination}. Enter the extension of a colleague.");
        }

        if (target.Employee == own.Employee)
        {
            return T($"{destination} is {employee.FullName}'s own extension. Enter the extension of somebody else.");
        }

        if (!target.MayReceive)
        {
            return T($"{target.DisplayName} ({destination}) receives no calls at the moment. Enter the extension of somebody else.");
        }

        var way = await Circle.WayAsync(own, target, NextAsync);
        if (Circle.IsCircle(way))
        {
            return T($"Calls would go in a circle: {Circle.InWords(way)}. Enter another extension, or let {target.DisplayName} switch forwarding off first.");
        }

        return way.Count > Circle.LongestChain + 1
            ? T($"Calls would be forwarded too often before anybody could answer: {Circle.InWords(way)}. Enter another extension.")
            : null;

        async Task<DirectoryEntry?> NextAsync(DirectoryEntry entry) =>
            await db.Rules.AsNoTracking().SingleOrDefaultAsync(r => r.EmployeeId == entry.Employee && r.IsOn, ct) is { } rule
                ? directory.FindExtension(entry.Domain, rule.Destination)
                : null;
    }

    /// <summary>The number without the blanks and separators people type; empty when anything else but digits is in it.</summary>
    private static string Digits(string? text)
    {
        var number = string.Concat((text ?? "").Where(c => c is not (' ' or '-' or '.' or '\t')));
        return number.Length <= 16 && number.All(char.IsAsciiDigit) ? number : "";
    }
}
