namespace Portal.Modularity.Health;

/// <summary>Whether a part can do its work.</summary>
public enum Readiness
{
    Ready,

    /// <summary>Not yet; nothing is wrong.</summary>
    Starting,

    Failing,
}

/// <summary>
/// A part's answer to <c>GET /health</c>. Register it as a singleton. It is asked at most once a second, has two seconds to
/// answer, and counts as failing when it throws. Only its name and state are told, since anybody may ask.
/// </summary>
public interface IReadinessCheck
{
    /// <summary>Lower case, one word: "database".</summary>
    string Name { get; }

    Task<Readiness> CheckAsync(CancellationToken ct);
}
