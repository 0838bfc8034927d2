namespace Portal.Modularity.Access;

/// <summary>The roles of the source documents (ID6), from the widest power to the narrowest.</summary>
public enum Role
{
    /// <summary>Provider staff: every company.</summary>
    Operator,

    /// <summary>Resells the service: the companies it looks after.</summary>
    Partner,

    /// <summary>Everything inside one company.</summary>
    CompanyAdmin,

    /// <summary>One group (a site is a top-level group) and what lies below it.</summary>
    GroupAdmin,

    /// <summary>The own account.</summary>
    Employee,
}
