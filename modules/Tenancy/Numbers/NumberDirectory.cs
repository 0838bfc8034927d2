using System.Collections.Immutable;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;
using Portal.Tenancy.Domain.Numbers;

namespace Portal.Tenancy.Numbers;

/// <summary>Readers take the present snapshot and never wait; writers follow the commits one at a time.</summary>
internal sealed class NumberDirectory(SystemWork system, ILogger<NumberDirectory> log) : INumberDirectory, IHostedLifecycleService
{
    private readonly Lock _gate = new();
    private volatile Snapshot _now = Snapshot.Empty;

    public NumberSummary? Find(string e164) => _now.ByNumber.GetValueOrDefault(e164)?.Summary;

    public string? PrimaryOf(NumberOwner owner) => _now.Primary.GetValueOrDefault(owner);

    public string? CountryOf(CompanyId company) => _now.Countries.GetValueOrDefault(company);

    /// <summary>Before any other service: the switch needs it for its first message.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = system.Begin("number directory: load");
        var db = scope.ServiceProvider.GetRequiredService<TenancyDb>();
        var countries = await db.Companies.AsNoTracking().Select(c => new { c.CompanyId, c.Country }).ToListAsync(cancellationToken);
        var numbers = await db.Numbers.AsNoTracking().ToListAsync(cancellationToken);
        lock (_gate)
        {
            _now = Snapshot.Empty
                .With([.. numbers.Select(n => new Entry(n.ToSummary(), n.Version))])
                .With(countries.Select(c => KeyValuePair.Create(c.CompanyId, c.Country)));
        }

        log.LogInformation("Number directory: {Numbers} numbers", numbers.Count);
    }

    /// <summary>Takes over numbers whose change has been committed.</summary>
    public void Follow(IReadOnlyCollection<Entry> changed, IReadOnlyCollection<NumberSummary> removed)
    {
        lock (_gate)
        {
            _now = _now.Without(removed).With(changed);
        }
    }

    public void Follow(CompanySummary company)
    {
        lock (_gate)
        {
            _now = _now.With([KeyValuePair.Create(company.Id, company.Country)]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <param name="Version">Commits may report here in another order than they happened; the version says which came last.</param>
    internal sealed record Entry(NumberSummary Summary, int Version)
    {
        public static Entry Of(Number number) => new(number.ToSummary(), number.Version);
    }

    private sealed record Snapshot(
        ImmutableDictionary<string, Entry> ByNumber, ImmutableDictionary<NumberOwner, string> Primary, ImmutableDictionary<CompanyId, string> Countries)
    {
        public static Snapshot Empty { get; } = new(
            ImmutableDictionary.Create<string, Entry>(StringComparer.Ordinal), ImmutableDictionary<NumberOwner, string>.Empty, ImmutableDictionary<CompanyId, string>.Empty);

        public Snapshot With(IReadOnlyCollection<Entry> changed)
        {
            var byNumber = ByNumber.ToBuilder();
            var primary = Primary.ToBuilder();
            foreach (var entry in changed)
            {
                var e164 = entry.Summary.E164.Value;
                if (byNumber.TryGetValue(e164, out var known))
                {
                    if (known.Summary.Id == entry.Summary.Id && known.Version > entry.Version)
                    {
                        continue;
                    }

                    Forget(primary, known.Summary);
                }

                byNumber[e164] = entry;
                if (entry.Summary is { IsPrimary: true, Owner: { } owner })
                {
                    primary[owner] = e164;
                }
            }

            return this with { ByNumber = byNumber.ToImmutable(), Primary = primary.ToImmutable() };
        }

        public Snapshot Without(IReadOnlyCollection<NumberSummary> removed)
        {
            var (byNumber, primary) = (ByNumber.ToBuilder(), Primary.ToBuilder());
            foreach (var number in removed)
            {
                if (byNumber.TryGetValue(number.E164.Value, out var known) && known.Summary.Id == number.Id)
                {
                    byNumber.Remove(number.E164.Value);
                    Forget(primary, known.Summary);
                }
            }

            return this with { ByNumber = byNumber.ToImmutable(), Primary = primary.ToImmutable() };
        }

        public Snapshot With(IEnumerable<KeyValuePair<CompanyId, string>> countries) => this with { Countries = Countries.SetItems(countries) };

        // Another number may have become the owner's primary one before this one's turn came.
        private static void Forget(ImmutableDictionary<NumberOwner, string>.Builder primary, NumberSummary number)
        {
            if (number is { IsPrimary: true, Owner: { } owner } && primary.GetValueOrDefault(owner) == number.E164.Value)
            {
                primary.Remove(owner);
            }
        }
    }
}

/// <summary>A company that moves to another country dials nationally there with the commit.</summary>
internal sealed class CountryFollower(UnitOfWork unit, NumberDirectory directory) : INotificationHandler<CompanyChanged>
{
    public Task Handle(CompanyChanged notification, CancellationToken cancellationToken)
    {
        unit.AfterCommit(_ =>
        {
            directory.Follow(notification.Company);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }
}
