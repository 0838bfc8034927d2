using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Core;
using Portal.Data.Jobs;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Data.Delayed;

/// <summary>Saves what is due, in the name of its author and with the powers the author has at that moment.</summary>
internal sealed class SaveDelayed(CoreDb db, ModuleCatalog catalog, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SaveDelayed> log) : IJob
{
    public const string Name = "Save delayed changes";

    public async Task RunAsync(CancellationToken ct)
    {
        // One run at a time: what still runs when a run begins was left by a portal that stopped in the middle.
        await db.Delayed.Where(d => d.State == DelayedState.Running)
            .ExecuteUpdateAsync(u => u.SetProperty(d => d.State, DelayedState.Failed).SetProperty(d => d.EndedAt, clock.GetUtcNow())
                .SetProperty(d => d.Answer, "The portal stopped while this was being saved. Look whether it was."), ct);
        var now = clock.GetUtcNow();
        while (await db.Delayed.AsNoTracking().Where(d => d.State == DelayedState.Waiting && d.DueAt <= now).OrderBy(d => d.DueAt).FirstOrDefaultAsync(ct) is { } save)
        {
            // Whoever cancels at this moment wins or loses here.
            if (await db.Delayed.Where(d => d.Id == save.Id && d.State == DelayedState.Waiting).ExecuteUpdateAsync(u => u.SetProperty(d => d.State, DelayedState.Running), ct) == 1)
            {
                var (state, answer) = await SaveAsync(save, ct);
                await db.Delayed.Where(d => d.Id == save.Id).ExecuteUpdateAsync(u => u.SetProperty(d => d.State, state)
                    .SetProperty(d => d.EndedAt, clock.GetUtcNow()).SetProperty(d => d.Answer, answer), ct);
            }
        }
    }

    private async Task<(DelayedState State, string? Answer)> SaveAsync(DelayedSave save, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var user = scope.ServiceProvider.GetRequiredService<CurrentUser>();
            if (!await ActForAsync(scope.ServiceProvider, user, save.AuthorId, ct))
            {
                return (DelayedState.Refused, "The account of the person who made this change can no longer sign in.");
            }

            var type = catalog.All<DelayableChange>().FirstOrDefault(d => d.Key == save.Change)?.Type;
            if (type is null || JsonSerializer.Deserialize(save.Payload, type) is not IRequest<Outcome> change)
            {
                return (DelayedState.Failed, "This kind of change is no longer known.");
            }

            var outcome = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(change, ct);
            return outcome.Kind switch
            {
                OutcomeKind.Done => (DelayedState.Saved, null),
                OutcomeKind.Conflict => (DelayedState.Conflict, "Somebody else changed this meanwhile. Nothing was saved."),
                OutcomeKind.Refused => (DelayedState.Refused, Shortened(string.Join(" ", outcome.Problems.Select(p => p.Message)))),
                _ => (DelayedState.Refused, "The person who made this change may no longer do so, or what it changes is gone."),
            };
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "The delayed change {Id} could not be saved", save.Id);
            return (DelayedState.Failed, "Something went wrong while this was saved. Nothing was saved.");
        }
    }

    private static async Task<bool> ActForAsync(IServiceProvider services, CurrentUser user, UserId author, CancellationToken ct)
    {
        foreach (var authors in services.GetServices<IAuthors>())
        {
            if (await authors.ActForAsync(user, author, ct))
            {
                await services.GetRequiredService<IGrantAreas>().ResolveAsync(user, ct);
                return true;
            }
        }

        return false;
    }

    private static string Shortened(string text) => text.Length <= 2000 ? text : text[..2000];
}
