namespace Portal.Modularity.Access;

internal sealed class AccessDecision(CurrentUser user, PermissionTable permissions) : IAccess
{
    public bool Allows(string permission, ObjectScope at) =>
        permissions.Find(permission) is { } known && user.Grants.Any(g => known.IsHeldBy(g.Role) && g.Covers(at));

    public bool AllowsSomewhere(string permission) =>
        permissions.Find(permission) is { } known && user.Grants.Any(g => known.IsHeldBy(g.Role));

    public Reach ReachOf(string permission)
    {
        var grants = permissions.Find(permission) is { } known
            ? user.Grants.Where(g => known.IsHeldBy(g.Role)).ToArray()
            : [];
        return new Reach(
            grants.Any(g => g.Role == Role.Operator),
            [.. grants.Where(g => g.Role is Role.Partner or Role.CompanyAdmin).SelectMany(CompaniesOf).Distinct()],
            [.. grants.Where(g => g.Role == Role.GroupAdmin).SelectMany(SitesOf).Distinct()],
            [.. grants.SelectMany(EmployeesOf).Distinct()])
        {
            Groups = [.. grants.Where(g => g.Role == Role.GroupAdmin).SelectMany(g => g.Area?.Groups ?? (IEnumerable<GroupId>)[]).Distinct()],
        };
    }

    public Reach ListReach(string permission) =>
        ReachOf(permission) is var reach && user.ListsFollowChoice && user.ChosenCompany is { } chosen && (reach.Everything || reach.Companies.Contains(chosen))
            ? reach with { Everything = false, Companies = [chosen], Sites = [], Employees = [], Groups = [] }
            : reach;

    private static IEnumerable<CompanyId> CompaniesOf(Grant grant) =>
        grant.Company is { } own ? [own, .. grant.Area?.Companies ?? (IEnumerable<CompanyId>)[]] : grant.Area?.Companies ?? (IEnumerable<CompanyId>)[];

    private static IEnumerable<SiteId> SitesOf(Grant grant) =>
        grant.Area is { } area ? area.Sites : grant.Site is { } site ? [site] : [];

    private static IEnumerable<EmployeeId> EmployeesOf(Grant grant) => grant switch
    {
        { Role: Role.GroupAdmin, Area: { } area } => area.Employees,
        { Role: Role.Employee, Employee: { } own } => [own],
        _ => [],
    };
}

/// <summary>The permissions of the loaded modules by key.</summary>
internal sealed class PermissionTable(ModuleCatalog catalog)
{
    private readonly Dictionary<string, Permission> _byKey = catalog.All<Permission>().ToDictionary(p => p.Key);

    public Permission? Find(string key) => _byKey.GetValueOrDefault(key);
}
