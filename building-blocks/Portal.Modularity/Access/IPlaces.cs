namespace Portal.Modularity.Access;

/// <summary>
/// Says from memory where a site or an employee stands, for code that meets nothing but its id, such as the check of a page's
/// feature. Implemented by the modules that own them; all are asked.
/// </summary>
public interface IPlaces
{
    /// <summary>Null: not a site, or not one this module knows.</summary>
    ObjectScope? Find(SiteId site) => null;

    /// <summary>Null: not an employee, or not one this module knows.</summary>
    ObjectScope? Find(EmployeeId employee) => null;
}
