using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Portal.Data;

/// <summary>The database product behind the portal. Chosen by <c>Data:Provider</c>; modules never ask which one it is.</summary>
public interface IDatabase
{
    /// <summary><c>sqlite</c> or <c>postgresql</c>.</summary>
    string Name { get; }

    /// <summary>A closed connection; the caller owns it.</summary>
    DbConnection CreateConnection();

    /// <summary>Points a context at a connection of <see cref="CreateConnection"/>.</summary>
    void Configure(DbContextOptionsBuilder options, DbConnection connection, string module);

    /// <summary>Begins a transaction that may write. Waits for other writers rather than failing later.</summary>
    Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken ct);

    /// <summary>Waits until no other transaction has this lock, and keeps it to the end of the transaction.</summary>
    Task LockAsync(DbTransaction transaction, Guid what, CancellationToken ct);

    /// <summary>Makes sure the database can be reached and written to.</summary>
    /// <exception cref="Portal.Modularity.StartupException">It cannot; the message says why in one line.</exception>
    Task ProbeAsync(CancellationToken ct);

    /// <summary>True when a unique constraint was violated.</summary>
    bool IsDuplicate(Exception error);
}
