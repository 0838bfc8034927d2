using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Data.History;

/// <summary>An object whose history is looked at: what it is called and where it stands.</summary>
public sealed record HistoryObject(string Name, ObjectScope Scope);

/// <summary>A kind of object with a history and notes.</summary>
/// <param name="Key">The first word of the object's address, <c>devices</c>: every page below <c>/devices/{id}</c> then offers its history.</param>
/// <param name="Thing">What it is, in English, singular: "Device".</param>
public sealed record HistoryKind(string Key, string Thing, Func<IServiceProvider, Guid, CancellationToken, Task<HistoryObject?>> Find);

public static class HistoryOffers
{
    /// <summary>
    /// Gives objects of a table "View history" and "Make a note". Rows of other tables that belong to the object say so with
    /// <see cref="Audit.PartOfAttribute"/>.
    /// </summary>
    public static ModuleCatalog History<TDb, TEntity>(this ModuleCatalog offers, string key, string thing, Func<TEntity, HistoryObject> describe)
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
            return describe(row);
        }));
}
