using System.Collections.Immutable;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Schedules;

namespace Portal.Tenancy.Schedules;

/// <summary>All schedules in memory. A company's are read anew, whole, after each commit that concerns them.</summary>
internal sealed class ScheduleDirectory(SystemWork system) : IScheduleDirectory, IHostedLifecycleService, IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile State _state = new(ImmutableDictionary<ScheduleId, Known>.Empty, ImmutableDictionary<CompanyId, ImmutableArray<Known>>.Empty);

    public ScheduleSummary? Find(ScheduleId schedule) => _state.ById.GetValueOrDefault(schedule)?.Summary;

    public IReadOnlyList<ScheduleSummary> For(CompanyId company, SiteId? site) =>
        [.. Of(company).Select(k => k.Summary).Where(s => s.Site is null || s.Site == site)];

    public bool IsOpen(ScheduleId schedule, DateTimeOffset at) => Timetable(schedule)?.IsOpen(at) ?? false;

    public DateTimeOffset? NextChange(ScheduleId schedule, DateTimeOffset at) => Timetable(schedule)?.NextChange(at);

    public Timetable? Timetable(ScheduleId schedule) => _state.ById.GetValueOrDefault(schedule)?.Timetable;

    public bool Has(CompanyId company) => _state.ByCompany.ContainsKey(company);

    /// <summary>Reads one company's schedules again. Readers take turns, so the last of them has seen every commit.</summary>
    public async Task ReloadAsync(CompanyId company, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            Replace([company], await ReadAsync(company, ct));
        }
        finally
        {
            _reading.Release();
        }
    }

    // Before the services that start: the switch among them asks from its own start on.
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var all = await ReadAsync(null, cancellationToken);
            Replace(_state.ByCompany.Keys, all);
        }
        finally
        {
            _reading.Release();
        }
    }

    private ImmutableArray<Known> Of(CompanyId company) => _state.ByCompany.GetValueOrDefault(company, []);

    private async Task<List<Known>> ReadAsync(CompanyId? company, CancellationToken ct)
    {
        await using var scope = system.Begin("schedules for the switch");
        var db = scope.ServiceProvider.GetRequiredService<TenancyDb>();
        var rows = await db.Schedules.AsNoTracking().Where(s => company == null || s.CompanyId == company).OrderBy(s => s.NameKey)
            .Select(s => new
            {
                Schedule = s,
                Zone = db.Sites.Where(x => x.Id == s.SiteId).Select(x => x.TimeZone).FirstOrDefault()
                    ?? db.Companies.Where(c => c.CompanyId == s.CompanyId).Select(c => c.TimeZone).First(),
            })
            .ToListAsync(ct);
        // Holidays first: the schedules that close on them need them ready.
        Dictionary<ScheduleId, Known> known = [];
        foreach (var row in rows.OrderBy(r => r.Schedule.Kind == ScheduleKind.Hours))
        {
            var s = row.Schedule;
            var holidays = s.HolidaysId is { } id ? known.GetValueOrDefault(id)?.Timetable : null;
            known[s.Id] = new Known(
                new ScheduleSummary(s.Id, s.CompanyId, s.SiteId, s.Name, s.Kind, row.Zone),
                new Timetable(s.Kind, RuleNotation.Read(s.Rules), TimeZoneInfo.FindSystemTimeZoneById(row.Zone), holidays));
        }

        return [.. rows.Select(r => known[r.Schedule.Id])];
    }

    private void Replace(IEnumerable<CompanyId> read, List<Known> found)
    {
        var (byId, byCompany) = (_state.ById.ToBuilder(), _state.ByCompany.ToBuilder());
        foreach (var company in read)
        {
            byId.RemoveRange(Of(company).Select(k => k.Summary.Id));
            byCompany.Remove(company);
        }

        byId.AddRange(found.Select(k => KeyValuePair.Create(k.Summary.Id, k)));
        byCompany.AddRange(found.GroupBy(k => k.Summary.Company).Select(g => KeyValuePair.Create(g.Key, g.ToImmutableArray())));
        _state = new State(byId.ToImmutable(), byCompany.ToImmutable());
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _reading.Dispose();

    private sealed record Known(ScheduleSummary Summary, Timetable Timetable);

    private sealed record State(ImmutableDictionary<ScheduleId, Known> ById, ImmutableDictionary<CompanyId, ImmutableArray<Known>> ByCompany);
}

/// <summary>Hours are read in the zone of their site or company: when that moves, so do they.</summary>
internal sealed class FollowTimeZones(ScheduleDirectory directory, UnitOfWork unit) : INotificationHandler<SiteChanged>, INotificationHandler<CompanyChanged>
{
    public Task Handle(SiteChanged notification, CancellationToken cancellationToken) => Follow(notification.Site.CompanyId);

    public Task Handle(CompanyChanged notification, CancellationToken cancellationToken) => Follow(notification.Company.Id);

    private Task Follow(CompanyId company)
    {
        unit.AfterCommit(ct => directory.Has(company) ? directory.ReloadAsync(company, ct) : Task.CompletedTask);
        return Task.CompletedTask;
    }
}
