using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Isolation;
using Portal.Tenancy.Contracts;
using Portal.Tenancy.Data;

namespace Portal.Tenancy.Features;

/// <summary>Fills the snapshot before the first page and the first call.</summary>
internal sealed class FeatureSnapshotStart(FeatureSnapshot snapshot, SystemWork system) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var scope = system.Begin("feature assignments");
        var db = scope.ServiceProvider.GetRequiredService<TenancyDb>();
        await foreach (var site in db.Sites.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(site);
        }

        await foreach (var package in db.FeaturePackages.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(package);
        }

        await foreach (var offering in db.CompanyOfferings.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(offering);
        }

        await foreach (var held in db.PackageAssignments.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(held);
        }

        await foreach (var switches in db.FeatureAssignments.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            snapshot.Apply(switches);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A new site has features from the moment it is committed.</summary>
internal sealed class FeatureSnapshotFollowsSites(FeatureSnapshot snapshot, UnitOfWork unit) : INotificationHandler<SiteChanged>
{
    public Task Handle(SiteChanged notification, CancellationToken cancellationToken)
    {
        unit.AfterCommit(_ =>
        {
            snapshot.Apply(notification.Site);
            return Task.CompletedTask;
        });
        return Task.CompletedTask;
    }
}
