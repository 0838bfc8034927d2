namespace Portal.Modularity.Access;

/// <summary>Where an object stands: what a power must cover to reach it.</summary>
/// <param name="Company">Null: the platform itself.</param>
/// <param name="Site">The site the object belongs to; null: the company as a whole.</param>
/// <param name="Employee">The employee the object belongs to, when it is someone's own.</param>
/// <param name="Group">The group the object is or belongs to, when it is no site's or employee's.</param>
public readonly record struct ObjectScope(CompanyId? Company, SiteId? Site = null, EmployeeId? Employee = null, GroupId? Group = null)
{
    /// <summary>The platform: only operators reach it.</summary>
    public static ObjectScope Platform => default;
}
