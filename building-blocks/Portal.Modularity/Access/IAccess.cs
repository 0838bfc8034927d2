namespace Portal.Modularity.Access;

/// <summary>The one place that decides who may do what, and where. What is not allowed is denied.</summary>
public interface IAccess
{
    /// <summary>True when the current user holds the permission over this object.</summary>
    bool Allows(string permission, ObjectScope at);

    /// <summary>True when the current user holds the permission anywhere: enough to see a menu entry, never to touch an object.</summary>
    bool AllowsSomewhere(string permission);

    /// <summary>What a list may show to the current user.</summary>
    Reach ReachOf(string permission);

    /// <summary>
    /// What a list shows by default: <see cref="ReachOf"/>, narrowed to the company chosen in the top bar. For lists, tiles and
    /// searches; never to decide whether an object may be opened.
    /// </summary>
    Reach ListReach(string permission) => ReachOf(permission);
}

/// <summary>What a permission reaches, in the form a query can use: an object is reached when any one of the lists holds its key.</summary>
/// <param name="Companies">Everything in them.</param>
/// <param name="Sites">Everything that belongs to them, their employees included.</param>
/// <param name="Employees">What is theirs: the own record, or the members of the groups administered. May be thousands.</param>
public sealed record Reach(
    bool Everything,
    IReadOnlyList<CompanyId> Companies,
    IReadOnlyList<SiteId> Sites,
    IReadOnlyList<EmployeeId> Employees)
{
    /// <summary>The groups administered, with all groups below them.</summary>
    public IReadOnlyList<GroupId> Groups { get; init; } = [];

    public bool Nothing => !Everything && Companies.Count == 0 && Sites.Count == 0 && Employees.Count == 0 && Groups.Count == 0;
}
