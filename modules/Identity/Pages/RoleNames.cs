using Portal.Modularity.Access;

namespace Portal.Identity.Pages;

/// <summary>The roles in words (ID6).</summary>
internal static class RoleNames
{
    public static string InWords(this Role role) => role switch
    {
        Role.Operator => "Operator",
        Role.Partner => "Partner",
        Role.CompanyAdmin => "Company administrator",
        Role.GroupAdmin => "Group administrator",
        _ => "Employee",
    };
}
