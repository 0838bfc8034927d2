namespace Portal.Modularity.Access;

/// <summary>
/// Something a person may be allowed to do. Declared by the module that asks for it, together with the roles that hold it,
/// so that a plugin's permission works like a shipped one and the table of powers can be generated.
/// </summary>
/// <param name="Key">Stable, lower case: <c>forwarding.change</c>.</param>
/// <param name="Summary">Plain words for the table of powers: "Change call forwarding".</param>
/// <param name="HeldBy">The roles that hold it, each within its own scope. Operators hold everything and need no mention.</param>
public sealed record Permission(string Key, string Summary, params Role[] HeldBy)
{
    public bool IsHeldBy(Role role) => role == Role.Operator || Array.IndexOf(HeldBy, role) >= 0;
}

public static class PermissionOffers
{
    public static ModuleCatalog Permission(this ModuleCatalog offers, Permission permission) => offers.Add(permission);
}
