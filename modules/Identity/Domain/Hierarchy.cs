using Portal.Modularity.Access;

namespace Portal.Identity.Domain;

/// <summary>
/// Who stands above whom (ID4, ID6): a wider role whose scope covers everything the other may do. Peers are not above each
/// other, and nobody is above themselves.
/// </summary>
internal static class Hierarchy
{
    /// <summary>True when one of these grants is of a wider role than all of theirs and covers each of them.</summary>
    public static bool IsAbove(IReadOnlyList<Grant> mine, IReadOnlyCollection<UserGrant> theirs) =>
        LayerOf(theirs) is { } layer
            ? mine.Any(g => g.Role < layer && theirs.All(t => g.Covers(t.Scope)))
            : mine.Any(g => g.Role == Role.Operator);

    /// <summary>As <see cref="IsAbove"/>, and operators among each other: there is nobody above them to ask.</summary>
    public static bool MayManage(IReadOnlyList<Grant> mine, IReadOnlyCollection<UserGrant> theirs) =>
        mine.Any(g => g.Role == Role.Operator) || IsAbove(mine, theirs);

    /// <summary>
    /// Whether somebody above may also make them this: nobody gives a wider role than their own, and roles are changed by company
    /// administrators and wider.
    /// </summary>
    public static bool MayMake(IReadOnlyList<Grant> mine, IReadOnlyCollection<UserGrant> theirs, Role role) =>
        mine.Any(g => g.Role <= Role.CompanyAdmin && g.Role <= role && g.Role < (LayerOf(theirs) ?? Role.Employee) && theirs.All(t => g.Covers(t.Scope)));

    /// <summary>The administration layer: the widest role, whether it reaches anything yet or not. Null: none at all.</summary>
    public static Role? LayerOf(IEnumerable<UserGrant> grants) => grants.Min(g => (Role?)g.Role);
}
