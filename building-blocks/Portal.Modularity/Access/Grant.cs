namespace Portal.Modularity.Access;

/// <summary>A role held over a scope, for example group administrator of site Leeds.</summary>
public sealed record Grant(Role Role, CompanyId? Company = null, SiteId? Site = null, EmployeeId? Employee = null)
{
    /// <summary>True when the object lies inside what this grant covers. A grant missing its scope covers nothing.</summary>
    public bool Covers(ObjectScope at) => Role switch
    {
        Role.Operator => true,
        Role.Partner or Role.CompanyAdmin => Company is not null && at.Company == Company,
        Role.GroupAdmin => Company is not null && at.Company == Company && Site is not null && at.Site == Site,
        Role.Employee => Employee is not null && at.Company == Company && at.Employee == Employee,
        _ => false,
    };
}
