using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Data.Activity;
using Portal.Data.Audit;
using Portal.Data.Core;
using Portal.Data.Isolation;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data;

/// <summary>
/// One connection and at most one transaction for all module contexts of a scope. Reads need no transaction; writes are
/// refused without one, so that no change escapes the audit log or is committed by halves.
/// </summary>
public sealed class UnitOfWork(
    IDatabase database, DataScope scope, CurrentUser user, TimeProvider clock, IServiceProvider services, ILogger<UnitOfWork> log)
    : IAsyncDisposable, IDisposable
{
    private readonly List<ModuleDb> _contexts = [];
    private readonly List<Func<CancellationToken, Task>> _afterCommit = [];
    private readonly List<AuditEntry> _audit = [];
    private readonly List<ActivityEntry> _activity = [];
    private DbConnection? _connection;
    private DbTransaction? _transaction;

    public DataScope Scope { get; } = scope;

    public CurrentUser User { get; } = user;

    public TimeProvider Clock { get; } = clock;

    public IDatabase Database { get; } = database;

    public bool InTransaction => _transaction is not null;

    internal DbConnection Connection => _connection ??= Database.CreateConnection();

    /// <summary>Begins the transaction that every context of this scope takes part in. Waits for another writer to finish.</summary>
    /// <exception cref="InvalidOperationException">One has begun already.</exception>
    public async Task BeginAsync(CancellationToken ct)
    {
        if (InTransaction)
        {
            throw new InvalidOperationException("The unit of work has a transaction already.");
        }

        _transaction = await Database.BeginWriteAsync(Connection, ct);
        foreach (var context in _contexts)
        {
            await context.Database.UseTransactionAsync(_transaction, ct);
        }
    }

    /// <summary>
    /// Lets the changes that concern one thing happen one after the other, where counting and then adding must not cross: the
    /// last free place of a site. What is read after it is what the change before has left.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction to keep the lock.</exception>
    public Task LockAsync(Guid what, CancellationToken ct) => _transaction is { } transaction
        ? Database.LockAsync(transaction, what, ct)
        : throw new InvalidOperationException("A lock is kept to the end of a transaction, and there is none.");

    /// <summary>Writes the audit entries, commits, then runs what was waiting for the commit.</summary>
    public async Task CommitAsync(CancellationToken ct)
    {
        if (_transaction is null)
        {
            throw new InvalidOperationException("There is no transaction to commit.");
        }

        if (_audit.Count + _activity.Count > 0)
        {
            var core = services.GetRequiredService<CoreDb>();
            core.AddRange(_audit);
            core.AddRange(_activity);
            await core.SaveChangesAsync(ct);
        }

        await _transaction.CommitAsync(ct);
        await EndAsync();
        var waiting = _afterCommit.ToArray();
        _afterCommit.Clear();
        foreach (var action in waiting)
        {
            try
            {
                await action(CancellationToken.None);
            }
            // The change is committed and stays so; what failed is a follow-up, which must not look like a failed change.
            catch (Exception e)
            {
                log.LogError(e, "A follow-up of a committed change failed");
            }
        }
    }

    public async Task RollbackAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.RollbackAsync(CancellationToken.None);
            await EndAsync();
        }

        _afterCommit.Clear();
        foreach (var context in _contexts)
        {
            context.ChangeTracker.Clear();
        }
    }

    /// <summary>Lets go of the rows that were read, so that reading on through a large table takes no more memory.</summary>
    /// <exception cref="InvalidOperationException">A change is under way.</exception>
    public void ForgetWhatWasRead()
    {
        if (InTransaction)
        {
            throw new InvalidOperationException("A change is under way; what it has read is still needed.");
        }

        _contexts.ForEach(c => c.ChangeTracker.Clear());
    }

    /// <summary>Runs after the commit and never after a rollback: rebuilding a snapshot, nudging a worker.</summary>
    public void AfterCommit(Func<CancellationToken, Task> action) => _afterCommit.Add(action);

    /// <summary>
    /// Adds to the audit log something that changes no audited row, such as signing in as somebody else. Written with the commit.
    /// </summary>
    /// <param name="verb"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
    /// <param name="table">The table the object would be found in: <c>identity_sessions</c>.</param>
    /// <param name="onBehalfOf">Another person whom the act concerns by name, where the current user is not signed in as them yet.</param>
    public void RecordAct(
        string verb, string table, string objectId, CompanyId? company, IReadOnlyDictionary<string, string?>? details = null,
        (UserId Id, string Name)? onBehalfOf = null) =>
        _audit.Add(AuditCapture.Act(this, verb, table, objectId, company, details, onBehalfOf?.Id, onBehalfOf?.Name));

    /// <summary>
    /// Recent activity that no marked row tells by itself, with the changes of this transaction: "Feature packages: Premium".
    /// </summary>
    /// <param name="thing">What it is, in English: "Feature packages".</param>
    /// <param name="state">What became of it; null: it was changed.</param>
    public void RecordProvisioning(CompanyId company, SiteId? site, string thing, string? state, string name, string objectId) =>
        _activity.Add(ActivityCapture.Act(this, company, site, thing, state, name, objectId));

    internal void Enlist(ModuleDb context)
    {
        _contexts.Add(context);
        if (_transaction is not null)
        {
            context.Database.UseTransaction(_transaction);
        }
    }

    internal void Record(IEnumerable<AuditEntry> entries) => _audit.AddRange(entries);

    internal void Record(IEnumerable<ActivityEntry> entries) => _activity.AddRange(entries);

    private async Task EndAsync()
    {
        foreach (var context in _contexts)
        {
            await context.Database.UseTransactionAsync(null);
        }

        await _transaction!.DisposeAsync();
        _transaction = null;
        _audit.Clear();
        _activity.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
        {
            await _transaction.DisposeAsync();
        }

        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

    public void Dispose()
    {
        _transaction?.Dispose();
        _connection?.Dispose();
    }
}
