using Portal.Data.Audit;
using Portal.Modularity;
using Portal.Modularity.Access;

namespace Portal.Identity.Domain;

/// <summary>A role a user holds over a scope.</summary>
[PartOf(nameof(EmployeeId), nameof(UserId))]
internal sealed class UserGrant : IAuditedFor
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public UserId UserId { get; init; }

    public Role Role { get; set; }

    public CompanyId? CompanyId { get; init; }

    public SiteId? SiteId { get; set; }

    public EmployeeId? EmployeeId { get; init; }

    /// <summary>
    /// The group a group administrator was given; for a site the same key stands in <see cref="SiteId"/> too. A group administrator
    /// without any group has one grant that names none: the administration layer, which covers nothing yet.
    /// </summary>
    public GroupId? GroupId { get; set; }

    /// <summary>The partner a partner's login belongs to.</summary>
    public PartnerId? PartnerId { get; init; }

    CompanyId? IAuditedFor.AuditCompany => CompanyId;

    /// <summary>The administration layer of a group administrator who was given no group yet: it opens nothing.</summary>
    public bool IsEmptyLayer => this is { Role: Role.GroupAdmin, GroupId: null };

    public Grant ToGrant() => new(Role, CompanyId, SiteId, EmployeeId, GroupId, PartnerId);

    /// <summary>Where this grant stands: what somebody above must cover.</summary>
    public ObjectScope Scope => Role == Role.Operator
        ? ObjectScope.Platform
        : new ObjectScope(CompanyId, SiteId, EmployeeId, SiteId is null ? GroupId : null);

    /// <summary>Where the account of someone with these grants stands: the scope of the widest of them.</summary>
    public static ObjectScope ScopeOf(IEnumerable<UserGrant> grants) => grants.MinBy(g => g.Role) switch
    {
        null => ObjectScope.Platform,
        var widest => widest.Scope,
    };
}
