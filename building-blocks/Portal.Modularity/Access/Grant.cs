namespace Portal.Modularity.Access;

/// <summary>A role held over a scope, for example group administrator of site Leeds.</summary>
/// <param name="Site">Of a group administrator: the site administered, where the group is one. Of an employee: where they work.</param>
/// <param name="Group">Of a group administrator: the group administered; may be left out where <paramref name="Site"/> says it.</param>
/// <param name="Partner">Of a partner: whose companies are looked after.</param>
public sealed record Grant(
    Role Role, CompanyId? Company = null, SiteId? Site = null, EmployeeId? Employee = null, GroupId? Group = null, PartnerId? Partner = null)
{
    /// <summary>
    /// What the grant reaches at this moment beyond its own keys: filled in by <see cref="IGrantAreas"/> on every request and
    /// never stored. Null: not asked for, and then only what the grant itself names is covered.
    /// </summary>
    public GrantArea? Area { get; init; }

    /// <summary>The group a group administrator was given; null for other roles.</summary>
    public GroupId? AdministeredGroup => Role == Role.GroupAdmin ? Group ?? (Site is { } site ? GroupId.Of(site) : null) : null;

    /// <summary>True when the object lies inside what this grant covers. A grant missing its scope covers nothing.</summary>
    public bool Covers(ObjectScope at) => Role switch
    {
        Role.Operator => true,
        Role.Partner => at.Company is { } company && (company == Company || Area?.Companies.Contains(company) == true),
        Role.CompanyAdmin => Company is not null && at.Company == Company,
        Role.GroupAdmin => Company is not null && at.Company == Company
            && (Area is null ? Site is not null && at.Site == Site : Area.Covers(at)),
        Role.Employee => Employee is not null && at.Company == Company && at.Employee == Employee,
        _ => false,
    };
}
