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

namespace Portal.Tenancy.Dialling;

/// <summary>All sites' dialling and limits in memory; a company's are read anew after each commit that concerns them.</summary>
internal sealed class SitePlaceDirectory(SystemWork system) : ISitePlaces, IHostedLifecycleService, IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile ImmutableDictionary<SiteId, Known> _sites = ImmutableDictionary<SiteId, Known>.Empty;

    public DialContext? DialContextOf(SiteId site) => _sites.GetValueOrDefault(site)?.Dial;

    public int? CallLimitOf(SiteId site) => _sites.GetValueOrDefault(site)?.Calls;

    public int? EmployeeLimitOf(SiteId site) => _sites.GetValueOrDefault(site)?.Employees;

    /// <summary>Readers take turns, so the last of them has seen every commit.</summary>
    public async Task ReloadAsync(CompanyId company, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            _sites = _sites.RemoveRange(_sites.Where(s => s.Value.Company == company).Select(s => s.Key).ToArray()).AddRange(await ReadAsync(company, ct));
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
            _sites = ImmutableDictionary.CreateRange(await ReadAsync(null, cancellationToken));
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<List<KeyValuePair<SiteId, Known>>> ReadAsync(CompanyId? company, CancellationToken ct)
    {
        await using var scope = system.Begin("sites' limits and dialling for the switch");
        var db = scope.ServiceProvider.GetRequiredService<TenancyDb>();
        var rows = await (
            from site in db.Sites.AsNoTracking().Where(s => company == null || s.CompanyId == company)
            join place in db.SitePlaces.AsNoTracking() on site.Id equals place.SiteId into places
            from place in places.DefaultIfEmpty()
            join location in db.Locations.AsNoTracking() on place.LocationId equals location.Id into locations
            from location in locations.DefaultIfEmpty()
            select new
            {
                site.Id, site.CompanyId, site.Country, site.TimeZone, MaxCalls = (int?)place.MaxCalls, MaxEmployees = (int?)place.MaxEmployees,
                LocationCountry = location.Country, location.AreaCode, location.OutsidePrefix, LocationZone = location.TimeZone,
            }).ToListAsync(ct);
        return
        [
            .. rows.Select(r => KeyValuePair.Create(r.Id, new Known(
                r.CompanyId, r.MaxCalls, r.MaxEmployees,
                new DialContext(r.LocationCountry ?? r.Country, r.AreaCode ?? "", r.OutsidePrefix ?? "", r.LocationZone ?? r.TimeZone)))),
        ];
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _reading.Dispose();

    private sealed record Known(CompanyId Company, int? Calls, int? Employees, DialContext Dial);
}

/// <summary>Sites dial by their own country and clock where nothing else is set.</summary>
internal sealed class FollowSites(SitePlaceDirectory places, UnitOfWork unit) : INotificationHandler<SiteChanged>
{
    public Task Handle(SiteChanged notification, CancellationToken cancellationToken)
    {
        unit.AfterCommit(ct => places.ReloadAsync(notification.Site.CompanyId, ct));
        return Task.CompletedTask;
    }
}
