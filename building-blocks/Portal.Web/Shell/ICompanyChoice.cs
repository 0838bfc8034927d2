using Portal.Modularity;

namespace Portal.Web;

/// <summary>
/// The companies on offer in the top bar's switch, for people who look after several. Implemented by the module that keeps
/// companies; register it scoped. It offers only what the current user may look at.
/// </summary>
public interface ICompanyChoice
{
    /// <summary>Null when there is no such company within reach.</summary>
    Task<string?> NameOfAsync(CompanyId id, CancellationToken cancellationToken);

    /// <param name="text">What was typed, matched literally; empty for the first ones by name.</param>
    Task<IReadOnlyList<CompanyOffer>> FindAsync(string text, int limit, CancellationToken cancellationToken);
}

/// <summary>A company to choose.</summary>
/// <param name="Detail">What tells it from its namesakes.</param>
public sealed record CompanyOffer(CompanyId Id, string Name, string Detail);
