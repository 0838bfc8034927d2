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
            [.. grants.Where(g => g.Role is Role.Partner or Role.CompanyAdmin).Select(g => g.Company).OfType<CompanyId>()],
            [.. grants.Where(g => g.Role == Role.GroupAdmin).Select(g => g.Site).OfType<SiteId>()],
            [.. grants.Where(g => g.Role == Role.Employee).Select(g => g.Employee).OfType<EmployeeId>()]);
    }
}

/// <summary>The permissions of the loaded modules by key.</summary>
internal sealed class PermissionTable(ModuleCatalog catalog)
{
    private readonly Dictionary<string, Permission> _byKey = catalog.All<Permission>().ToDictionary(p => p.Key);

    public Permission? Find(string key) => _byKey.GetValueOrDefault(key);
}
