namespace Portal.Tenancy.Domain.Features;

/// <summary>
/// A set of keys or ids in one column, sorted and parted by blanks: one row then holds all that is decided in one form, its
/// version guards the whole, and the audit log shows the difference as people read it.
/// </summary>
internal static class Words
{
    public static string Write(IEnumerable<string> words) => string.Join(' ', words.Distinct().Order(StringComparer.Ordinal));

    public static string Write(IEnumerable<FeaturePackageId> ids) => Write(ids.Select(i => i.ToString()));

    public static IReadOnlyList<string> Read(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static IReadOnlyList<FeaturePackageId> Ids(string text) => [.. Read(text).Select(t => new FeaturePackageId(Guid.Parse(t)))];

    public static string With(string text, string word, bool inside) =>
        inside ? Write([.. Read(text), word]) : Write(Read(text).Where(w => w != word));
}
