using Portal.Modularity.Access;

namespace Portal.Identity.Pages;

/// <summary>The roles in words (ID6).</summary>
internal static class RoleNames
{
    public static string InWords(this Role role) => role switch
    {
        Role.Operator => T("Operator"),
        Role.Partner => T("Partner"),
        Role.CompanyAdmin => T("Company administrator"),
        Role.GroupAdmin => T("Group administrator"),
        _ => T("Employee"),
    };
}
