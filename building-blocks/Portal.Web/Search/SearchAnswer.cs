using Microsoft.Extensions.Logging;

namespace Portal.Web.Search;

/// <summary>The hits of one source.</summary>
public sealed record SearchGroup(string Name, IReadOnlyList<SearchHit> Hits);

/// <summary>Asks every source a module has registered. One after the other: they share the request's database connection.</summary>
internal sealed class SearchAnswer(IEnumerable<ISearchSource> sources, ILogger<SearchAnswer> log)
{
    private const int LongestText = 100;

    public async Task<IReadOnlyList<SearchGroup>> FindAsync(string? text, int limit, CancellationToken cancellationToken)
    {
        var wanted = (text ?? "").Trim();
        if (wanted.Length == 0)
        {
            return [];
        }

        wanted = wanted.Length <= LongestText ? wanted : wanted[..LongestText];
        var groups = new List<SearchGroup>();
        foreach (var source in sources.OrderBy(s => s.Order))
        {
            try
            {
                var hits = await source.FindAsync(wanted, limit, cancellationToken);
                if (hits.Count > 0)
                {
                    groups.Add(new SearchGroup(source.Group, hits));
                }
            }
            // One source that fails, perhaps a plugin's, must not take the others' hits away.
            catch (Exception e) when (e is not OperationCanceledException)
            {
                log.LogError(e, "The search source {Source} failed", source.GetType().FullName);
            }
        }

        return groups;
    }
}
