using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Data.Audit;

/// <summary>What audited tables and their fields are called, in English, from the models themselves.</summary>
public sealed class AuditFields
{
    private readonly Lazy<Dictionary<string, Table>> _tables;

    internal AuditFields(SystemWork system, IEnumerable<ModuleDbType> contexts) => _tables = new(() => Read(system, contexts));

    /// <summary>Every audited table with its name in words, by name.</summary>
    public IEnumerable<(string Table, string Name)> Tables => _tables.Value.Select(t => (t.Key, t.Value.Name)).OrderBy(t => t.Name, StringComparer.Ordinal);

    public string NameOf(string table) => _tables.Value.TryGetValue(table, out var known) ? known.Name : table;

    public string NameOf(string table, string field) =>
        _tables.Value.TryGetValue(table, out var known) && known.Fields.TryGetValue(field, out var words) ? words : Words(field);

    /// <summary>The fields of a table that the history may name, in words.</summary>
    public IEnumerable<string> FieldsOf(string table) =>
        _tables.Value.TryGetValue(table, out var known) ? known.Fields.Where(f => !AuditDifference.Unsaid.Contains(f.Key)).Select(f => f.Value) : [];

    /// <summary>The type of the ids in a field, such as <c>SiteId</c>, or <c>Guid</c> where it says too little; null: no ids stand there.</summary>
    public Type? IdTypeOf(string table, string field) => _tables.Value.TryGetValue(table, out var known) ? known.Ids.GetValueOrDefault(field) : null;

    /// <summary>True when the customer does not see this field.</summary>
    public bool IsProviderOnly(string table, string field) => _tables.Value.TryGetValue(table, out var known) && known.Hidden.Contains(field);

    /// <summary>"BillingStreet" reads "Billing street".</summary>
    internal static string Words(string name)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var begins = i > 0 && char.IsUpper(name[i]) && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            words.Append(begins ? " " : "").Append(begins && (i + 1 >= name.Length || !char.IsUpper(name[i + 1])) ? char.ToLower(name[i], CultureInfo.InvariantCulture) : name[i]);
        }

        return words.ToString();
    }

    private static Dictionary<string, Table> Read(SystemWork system, IEnumerable<ModuleDbType> contexts)
    {
        using var scope = system.Begin("names of audited fields");
        return contexts.Select(c => (ModuleDb)scope.ServiceProvider.GetRequiredService(c.Type))
            .SelectMany(db => db.Model.GetEntityTypes())
            .Where(e => !e.IsOwned() && e.GetTableName() is not null && e.ClrType.GetCustomAttribute<NotAuditedAttribute>() is null)
            .GroupBy(TableOf).ToDictionary(g => g.Key, g => Table.Of(g.First()));
    }

    /// <summary>The same name on both databases: <c>forwarding_rules</c>.</summary>
    internal static string TableOf(IReadOnlyEntityType entity)
    {
        var table = entity.GetTableName() ?? entity.ShortName();
        return entity.GetSchema() is { } schema ? schema + "_" + table : table;
    }

    private sealed record Table(string Name, Dictionary<string, string> Fields, HashSet<string> Hidden, Dictionary<string, Type> Ids)
    {
        public static Table Of(IEntityType entity) => new(
            Words(entity.ClrType.Name),
            entity.GetProperties().ToDictionary(p => p.Name, p => p.PropertyInfo?.GetCustomAttribute<DisplayAttribute>()?.Name ?? WordsOf(p)),
            [.. entity.GetProperties().Where(p => p.PropertyInfo?.GetCustomAttribute<ProviderOnlyAttribute>() is not null).Select(p => p.Name)],
            entity.GetProperties().Where(IsId).ToDictionary(p => p.Name, p => Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType));

        // What an id stands for is shown by its name, so "Site", not "Site id".
        private static string WordsOf(IProperty property) =>
            IsId(property) && property.Name.Length > 2 && property.Name.EndsWith("Id", StringComparison.Ordinal) ? Words(property.Name[..^2]) : Words(property.Name);

        private static bool IsId(IProperty property) => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is var type
            && (type == typeof(Guid) || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IId<>)));
    }
}
