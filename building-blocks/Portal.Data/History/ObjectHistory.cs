using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Audit;
using Portal.Data.Core;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.History;

/// <summary>The history of one object, for those whose powers reach it.</summary>
public sealed class ObjectHistory
{
    /// <summary>Seeing the history and notes of an object.</summary>
    public const string View = "history.view";

    /// <summary>Making a note.</summary>
    public const string Note = "history.note";

    private readonly CoreDb _db;
    private readonly ModuleCatalog _catalog;
    private readonly IServiceProvider _services;
    private readonly IAccess _access;
    private readonly CurrentUser _user;

    internal ObjectHistory(CoreDb db, ModuleCatalog catalog, IServiceProvider services, IAccess access, CurrentUser user) =>
        (_db, _catalog, _services, _access, _user) = (db, catalog, services, access, user);

    /// <summary>True for the provider's own people, who read what is kept from customers.</summary>
    public bool IsProvider => _user.Grants.Any(g => g.Role is Role.Operator or Role.Partner);

    public HistoryKind? Kind(string key) => _catalog.All<HistoryKind>().FirstOrDefault(k => k.Key == key);

    /// <summary>Null when there is no such object, or it is out of reach. One that was removed is known to those who reach its company.</summary>
    public async Task<HistoryObject?> FindAsync(string kind, Guid id, string permission, CancellationToken ct)
    {
        if (Kind(kind) is not { } known)
        {
            return null;
        }

        if (await known.Find(_services, id, ct) is { } found)
        {
            return IsReached(found, permission) ? found : null;
        }

        var key = id.ToString();
        var removed = await _db.Audit.AsNoTracking().Where(e => e.ObjectId == key && e.Verb == "removed").OrderByDescending(e => e.At).FirstOrDefaultAsync(ct);
        return removed is not null && _access.Allows(permission, new ObjectScope(removed.CompanyId))
            ? new HistoryObject(NameIn(removed.Before) ?? key, new ObjectScope(removed.CompanyId)) { IsGone = true }
            : null;
    }

    /// <summary>What the object with this id is called; null when nobody knows, or the reader's powers do not reach it.</summary>
    public async Task<string?> NameOfAsync(Type idType, Guid id, CancellationToken ct)
    {
        // A plain UUID may be anybody's: the owner of a number is an employee or a group.
        foreach (var kind in _catalog.All<HistoryKind>().Where(k => k.IdType == idType || k.OtherIdType == idType || idType == typeof(Guid)))
        {
            if (await kind.Find(_services, id, ct) is { } found && IsReached(found, View))
            {
                return found.Name;
            }
        }

        return null;
    }

    /// <summary>What a removed row was called, from its last record.</summary>
    private static string? NameIn(string? json)
    {
        if (json is null || JsonSerializer.Deserialize<Dictionary<string, string?>>(json) is not { } row)
        {
            return null;
        }

        string?[] names = [row.GetValueOrDefault("Name"), $"{row.GetValueOrDefault("FirstName")} {row.GetValueOrDefault("LastName")}".Trim(), row.GetValueOrDefault("E164"), row.GetValueOrDefault("Mac")];
        return names.FirstOrDefault(n => !string.IsNullOrEmpty(n));
    }

    private bool IsReached(HistoryObject found, string permission) =>
        found.IsInReach ? _access.AllowsSomewhere(permission) : _access.Allows(permission, found.Scope);

    /// <summary>What was done to the object and to the rows that are part of it. The caller has found it.</summary>
    public IQueryable<AuditEntry> Entries(HistoryObject found, Guid id)
    {
        var key = id.ToString();
        var company = found.Scope.Company;
        var entries = _db.Audit.AsNoTracking().Where(e => e.ObjectId == key || e.PartOf == key);
        return company is null ? entries : entries.Where(e => e.CompanyId == company || e.CompanyId == null);
    }

    /// <summary>The notes on the object, newest first.</summary>
    public async Task<IReadOnlyList<ObjectNote>> NotesAsync(string kind, Guid id, CancellationToken ct)
    {
        var key = id.ToString();
        var all = IsProvider;
        return await _db.Notes.AsNoTracking().Where(n => n.Kind == kind && n.ObjectId == key && (all || !n.ProviderOnly))
            .OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(200).ToListAsync(ct);
    }
}
