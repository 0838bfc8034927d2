using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Domain;

/// <summary>A role a user holds over a scope.</summary>
internal sealed class UserGrant
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public Role Role { get; init; }

    public CompanyId? CompanyId { get; init; }

    public SiteId? SiteId { get; set; }

    public EmployeeId? EmployeeId { get; init; }

    public Grant ToGrant() => new(Role, CompanyId, SiteId, EmployeeId);

    /// <summary>Where the account of someone with these grants stands: the scope of the widest of them.</summary>
    public static ObjectScope ScopeOf(IEnumerable<UserGrant> grants) => grants.MinBy(g => g.Role) switch
    {
        null or { Role: Role.Operator } => ObjectScope.Platform,
        var widest => new ObjectScope(widest.CompanyId, widest.SiteId, widest.EmployeeId),
    };
}
