using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain;
using Portal.Tenancy.Domain.Schedules;
using Portal.Tenancy.Pages.Schedules;

namespace Portal.Tenancy.Schedules;

/// <summary>Adds a schedule to a company, or to one of its sites.</summary>
internal sealed record CreateSchedule(
    CompanyId Company, SiteId? Site, ScheduleKind Kind, string Name, ScheduleId? Holidays, IReadOnlyList<ScheduleRule> Rules) : IChange<Outcome<ScheduleId>>;

/// <summary>Changes a schedule from the version the form was filled from.</summary>
internal sealed record ChangeSchedule(
    ScheduleId Id, int Version, string Name, ScheduleId? Holidays, IReadOnlyList<ScheduleRule> Rules) : IChange<Outcome>;

/// <summary>Deletes a schedule nobody refers to any more.</summary>
internal sealed record DeleteSchedule(ScheduleId Id) : IChange<Outcome>;

/// <summary>The same schedule for another site of the company, or (null) for the company itself.</summary>
internal sealed record CopySchedule(ScheduleId Id, SiteId? To, string Name) : IChange<Outcome<ScheduleId>>;

internal sealed class ScheduleChanges(TenancyDb db, UnitOfWork unit, IAccess access, ScheduleDirectory directory, IMediator mediator) :
    IRequestHandler<CreateSchedule, Outcome<ScheduleId>>, IRequestHandler<ChangeSchedule, Outcome>,
    IRequestHandler<DeleteSchedule, Outcome>, IRequestHandler<CopySchedule, Outcome<ScheduleId>>
{
    private static Outcome NameTaken => Outcome.Refused("Name", T("There is a schedule of this name already. Choose another name."));

    public async Task<Outcome<ScheduleId>> Handle(CreateSchedule request, CancellationToken cancellationToken)
    {
        if (!access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(request.Company, request.Site))
            || !await ExistsAsync(request.Company, request.Site, cancellationToken))
        {
            return Outcome.NotFound;
        }

        var name = request.Name.Tidied();
        Problem[] problems = [.. Schedule.Problems(name, request.Kind, request.Rules), .. HolidayProblems(request.Holidays, request.Kind, request.Company, request.Site)];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        var owner = request.Site?.Value ?? request.Company.Value;
        if (await db.Schedules.CountAsync(s => s.OwnerId == owner, cancellationToken) >= Schedule.MostPerOwner)
        {
            return Outcome.Refused(T($"There are {Schedule.MostPerOwner} schedules here already. Delete one that is not used any more."));
        }

        var schedule = new Schedule { CompanyId = request.Company, SiteId = request.Site, Kind = request.Kind, CreatedAt = unit.Clock.GetUtcNow() };
        schedule.Apply(name, request.Holidays, request.Rules);
        db.Schedules.Add(schedule);
        var saved = await SaveAsync(schedule, cancellationToken);
        return saved.Succeeded ? schedule.Id : saved;
    }

    public async Task<Outcome> Handle(ChangeSchedule request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.Id, cancellationToken) is not { } schedule)
        {
            return Outcome.NotFound;
        }

        var name = request.Name.Tidied();
        Problem[] problems = [.. Schedule.Problems(name, schedule.Kind, request.Rules), .. HolidayProblems(request.Holidays, schedule.Kind, schedule.CompanyId, schedule.SiteId)];
        if (problems.Length > 0)
        {
            return Outcome.Refused(problems);
        }

        schedule.Apply(name, request.Holidays, request.Rules);
        db.ExpectVersion(schedule, request.Version);
        return !db.ChangeTracker.HasChanges() && schedule.Version == request.Version ? Outcome.Done : await SaveAsync(schedule, cancellationToken);
    }

    public async Task<Outcome> Handle(DeleteSchedule request, CancellationToken cancellationToken)
    {
        if (await FindAsync(request.Id, cancellationToken) is not { } schedule || directory.Find(request.Id) is not { } summary)
        {
            return Outcome.NotFound;
        }

        var asked = new DeletingSchedule(summary);
        await mediator.Publish(asked, cancellationToken);
        if (asked.Uses.Count > 0)
        {
            return Outcome.Refused(T($"{schedule.Name} is still used by {ScheduleUses.InWords(asked.Uses)}. Change that first."));
        }

        db.Schedules.Remove(schedule);
        return await SaveAsync(schedule, cancellationToken);
    }

    public async Task<Outcome<ScheduleId>> Handle(CopySchedule request, CancellationToken cancellationToken)
    {
        // Who may copy from here may see it; what the copy needs is checked where it is made.
        if (await db.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken) is not { } schedule
            || !SchedulesInReach.Allows(access, TenancyModule.ViewSchedules, schedule.CompanyId, schedule.SiteId))
        {
            return Outcome.NotFound;
        }

        // A site's own holidays stay with it: the copy follows holidays that are the company's, and those of its own site only.
        var holidays = schedule.HolidaysId is { } id && directory.For(schedule.CompanyId, request.To).Any(s => s.Id == id) ? schedule.HolidaysId : null;
        return await Handle(
            new CreateSchedule(schedule.CompanyId, request.To, schedule.Kind, request.Name, holidays, RuleNotation.Read(schedule.Rules)), cancellationToken);
    }

    private async Task<Schedule?> FindAsync(ScheduleId id, CancellationToken ct) =>
        await db.Schedules.SingleOrDefaultAsync(s => s.Id == id, ct) is { } schedule
        && access.Allows(TenancyModule.ChangeSchedules, new ObjectScope(schedule.CompanyId, schedule.SiteId))
            ? schedule
            : null;

    private Task<bool> ExistsAsync(CompanyId company, SiteId? site, CancellationToken ct) => site is { } id
        ? db.Sites.AnyAsync(s => s.Id == id && s.CompanyId == company, ct)
        : db.Companies.AnyAsync(c => c.CompanyId == company, ct);

    private IEnumerable<Problem> HolidayProblems(ScheduleId? holidays, ScheduleKind kind, CompanyId company, SiteId? site) =>
        holidays is not { } id || (kind == ScheduleKind.Hours && directory.For(company, site).Any(s => s.Id == id && s.Kind == ScheduleKind.Holidays))
            ? []
            : [new Problem("Holidays", T("Choose a holiday schedule of this company or site."))];

    private async Task<Outcome> SaveAsync(Schedule schedule, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is not DbUpdateConcurrencyException && unit.Database.IsDuplicate(e))
        {
            return NameTaken;
        }

        unit.AfterCommit(after => directory.ReloadAsync(schedule.CompanyId, after));
        return Outcome.Done;
    }
}
