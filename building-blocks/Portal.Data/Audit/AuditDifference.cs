using System.Text.Json;

namespace Portal.Data.Audit;

/// <summary>A field that changed, in words.</summary>
/// <param name="Ids">The type of the ids that stand in it, as <see cref="AuditFields.IdTypeOf"/> has it; null for other values.</param>
public sealed record FieldDifference(string Field, string? Before, string? After, Type? Ids = null);

/// <summary>Reads an entry as a person does: field by field, without what says nothing and what is not for them.</summary>
public sealed class AuditDifference(AuditFields fields)
{
    // Kept for the program's own purposes; they change with what people see anyway.
    internal static readonly HashSet<string> Unsaid = ["Id", "Version", "Search", "SearchText", "NameKey", "EmailKey", "ExtensionOrder"];

    public IReadOnlyList<FieldDifference> Of(AuditEntry entry, bool provider)
    {
        var (before, after) = (Read(entry.Before), Read(entry.After));
        return [.. before.Keys.Union(after.Keys)
            .Where(k => !Unsaid.Contains(k) && (provider || !fields.IsProviderOnly(entry.Table, k)))
            .Select(k => new FieldDifference(fields.NameOf(entry.Table, k), before.GetValueOrDefault(k), after.GetValueOrDefault(k), fields.IdTypeOf(entry.Table, k)))
            .Where(d => !string.IsNullOrEmpty(d.Before) || !string.IsNullOrEmpty(d.After))];
    }

    /// <summary>The entry's own record, as JSON.</summary>
    public string Json(AuditEntry entry, bool provider) => JsonSerializer.Serialize(
        new { before = Shown(entry.Table, entry.Before, provider), after = Shown(entry.Table, entry.After, provider) }, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Dictionary<string, string?>? Shown(string table, string? json, bool provider) =>
        json is null ? null : Read(json).Where(f => provider || !fields.IsProviderOnly(table, f.Key)).ToDictionary();

    private static Dictionary<string, string?> Read(string? json) =>
        json is null or "null" ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!;
}
