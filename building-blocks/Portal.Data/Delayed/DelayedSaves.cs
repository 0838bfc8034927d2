using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Core;
using Portal.Data.History;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Data.Delayed;

/// <summary>Saving later: keeping a change, showing what waits, and calling it off.</summary>
public sealed class DelayedSaves
{
    /// <summary>Nothing waits longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private readonly CoreDb _db;
    private readonly UnitOfWork _unit;
    private readonly IMediator _mediator;
    private readonly ModuleCatalog _catalog;
    private readonly IAccess _access;
    private readonly ObjectHistory _objects;

    internal DelayedSaves(CoreDb db, UnitOfWork unit, IMediator mediator, ModuleCatalog catalog, IAccess access, ObjectHistory objects) =>
        (_db, _unit, _mediator, _catalog, _access, _objects) = (db, unit, mediator, catalog, access, objects);

    /// <summary>
    /// Keeps a change until its time. It is tried first and taken back, so that what could not be saved now is refused now, with the same words.
    /// </summary>
    /// <param name="kind">The kind of the object it is shown on, as in <see cref="HistoryKind"/>.</param>
    public async Task<Outcome> DelayAsync(string kind, Guid id, IChange<Outcome> change, DateTimeOffset dueAt, CancellationToken ct)
    {
        var offered = _catalog.All<DelayableChange>().FirstOrDefault(d => d.Type == change.GetType())
            ?? throw new ArgumentException($"{change.GetType().Name} is not offered as delayable.", nameof(change));
        if (_unit.User.Id is not { } author || await _objects.FindAsync(kind, id, offered.Needs, ct) is not { } found)
        {
            return Outcome.NotFound;
        }

        var now = _unit.Clock.GetUtcNow();
        if (dueAt <= now || dueAt > now + Longest)
        {
            return Outcome.Refused("DelayUntil", dueAt <= now ? T("Choose a time that is still to come.") : T("Choose a time within the next year."));
        }

        var tried = await TryAsync(change, ct);
        return !tried.Succeeded ? tried : await _mediator.Send(new KeepDelayed(new DelayedSave
        {
            Kind = kind,
            ObjectId = id.ToString(),
            CompanyId = found.Scope.Company,
            Change = offered.Key,
            Payload = JsonSerializer.Serialize(change, offered.Type),
            Summary = found.Name.Length > 400 ? found.Name[..400] : found.Name,
            AuthorId = author,
            AuthorName = _unit.User.Name,
            CreatedAt = now,
            DueAt = dueAt,
        }), ct);
    }

    /// <summary>What waits on an object, soonest first, and what failed and has not been seen. The caller may see the object.</summary>
    public async Task<IReadOnlyList<DelayedSave>> OnAsync(string kind, string id, CancellationToken ct) =>
        await _db.Delayed.AsNoTracking().Where(d => d.Kind == kind && d.ObjectId == id
                && (d.State == DelayedState.Waiting || d.State == DelayedState.Running || (!d.Seen && d.State != DelayedState.Saved && d.State != DelayedState.Cancelled)))
            .OrderBy(d => d.DueAt).Take(20).ToListAsync(ct);

    /// <summary>The signed-in person's own, newest first.</summary>
    public IQueryable<DelayedSave> Mine() => _db.Delayed.AsNoTracking().Where(d => d.AuthorId == _unit.User.Id).OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id);

    /// <summary>How many of the person's own ended otherwise than saved, and were not looked at since.</summary>
    public async Task<int> UnseenAsync(CancellationToken ct) =>
        _unit.User.Id is { } me ? await _db.Delayed.CountAsync(d => d.AuthorId == me && !d.Seen && d.EndedAt != null && d.State != DelayedState.Saved && d.State != DelayedState.Cancelled, ct) : 0;

    public Task SeenAsync(CancellationToken ct) =>
        _db.Delayed.Where(d => d.AuthorId == _unit.User.Id && !d.Seen && d.EndedAt != null).ExecuteUpdateAsync(u => u.SetProperty(d => d.Seen, true), ct);

    /// <summary>Calls one off: its author may, and whoever could make the change.</summary>
    public async Task<Outcome> CancelAsync(Guid id, CancellationToken ct)
    {
        if (await _db.Delayed.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } save || !await MayCancelAsync(save, ct))
        {
            return Outcome.NotFound;
        }

        var now = _unit.Clock.GetUtcNow();
        var cancelled = await _db.Delayed.Where(d => d.Id == id && d.State == DelayedState.Waiting)
            .ExecuteUpdateAsync(u => u.SetProperty(d => d.State, DelayedState.Cancelled).SetProperty(d => d.EndedAt, now), ct);
        return cancelled == 1 ? Outcome.Done : Outcome.Refused(T("It is too late: this change does not wait any more."));
    }

    private async Task<bool> MayCancelAsync(DelayedSave save, CancellationToken ct) =>
        save.AuthorId == _unit.User.Id
        || (_catalog.All<DelayableChange>().FirstOrDefault(d => d.Key == save.Change) is { } offered && Guid.TryParse(save.ObjectId, out var id)
            && await _objects.FindAsync(save.Kind, id, offered.Needs, ct) is not null);

    private async Task<Outcome> TryAsync(IChange<Outcome> change, CancellationToken ct)
    {
        await _unit.BeginAsync(ct);
        try
        {
            return await _mediator.Send(change, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Outcome.Conflict(T("Somebody else changed this while you were editing. Nothing of yours was saved yet."));
        }
        finally
        {
            await _unit.RollbackAsync();
        }
    }
}
