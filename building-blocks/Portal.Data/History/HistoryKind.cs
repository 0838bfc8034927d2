using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.History;

/// <summary>An object whose history is looked at: what it is called and where it stands.</summary>
public sealed record HistoryObject(string Name, ObjectScope Scope)
{
    /// <summary>The finder itself has seen that the reader's powers reach the object; <see cref="Scope"/> does not say it.</summary>
    public bool IsInReach { get; init; }

    /// <summary>It exists no more: there is a history, but no page.</summary>
    public bool IsGone { get; init; }
}

/// <summary>A kind of object with a history and notes.</summary>
/// <param name="Key">The first word of the object's address, <c>devices</c>: every page below <c>/devices/{id}</c> then offers its history.</param>
/// <param name="Thing">What it is, in English, singular: "Device".</param>
public sealed record HistoryKind(string Key, string Thing, Func<IServiceProvider, Guid, CancellationToken, Task<HistoryObject?>> Find)
{
    /// <summary>The object's page, with <c>{id}</c> in it.</summary>
    public string Page { get; init; } = $"/{Key}/{{id}}";

    /// <summary>The type of its id: where a change names one, the history shows the object's name. Null: it is not known by one.</summary>
    public Type? IdType { get; init; }

    /// <summary>Another type that holds ids of these objects; null: none does.</summary>
    public Type? OtherIdType { get; init; }

    public string AddressOf(Guid id) => Page.Replace("{id}", id.ToString(), StringComparison.Ordinal);
}

public static class HistoryOffers
{
    /// <summary>
    /// Gives objects of a table "View history" and "Make a note". Rows of other tables that belong to the object say so with
    /// <see cref="Audit.PartOfAttribute"/>.
    /// </summary>
    /// <param name="page">The object's page where it is not <c>/{key}/{id}</c>.</param>
    /// <param name="otherId">Another type that holds ids of these objects, as a group's id may be a site's.</param>
    public static ModuleCatalog History<TDb, TEntity>(
        this ModuleCatalog offers, string key, string thing, Func<TEntity, HistoryObject> describe, string? page = null, Type? otherId = null)
        where TDb : ModuleDb where TEntity : class =>
        offers.History<TDb, TEntity>(key, thing, (_, row) => describe(row), page, otherId);

    /// <summary>The same, where what is said of the object takes more than its row.</summary>
    public static ModuleCatalog History<TDb, TEntity>(
        this ModuleCatalog offers, string key, string thing, Func<IServiceProvider, TEntity, HistoryObject> describe, string? page = null, Type? otherId = null)
        where TDb : ModuleDb where TEntity : class =>
        offers.Add(new HistoryKind(key, thing, async (services, id, ct) =>
        {
            var db = services.GetRequiredService<TDb>();
            var type = db.Model.FindEntityType(typeof(TEntity))!.FindPrimaryKey()!.Properties[0].ClrType;
            var row = await db.FindAsync<TEntity>([TypeDescriptor.GetConverter(type).ConvertFromInvariantString(id.ToString())!], ct);
            if (row is null)
            {
                return null;
            }

            db.Entry(row).State = EntityState.Detached;
            return describe(services, row);
        })
        {
            OtherIdType = otherId,
            Page = page ?? $"/{key}/{{id}}",
            IdType = typeof(TEntity).GetProperty("Id")?.PropertyType ?? typeof(TEntity).GetProperty(typeof(TEntity).Name + "Id")?.PropertyType,
        });
}
