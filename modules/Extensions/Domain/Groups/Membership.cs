using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Extensions.Domain.Groups;

/// <summary>An employee is a member of a group of the company (TE5). The people of a site are its members without such a row.</summary>
[PartOf(nameof(GroupId))]
internal sealed class Membership : ICompanyOwned
{
    public CompanyId CompanyId { get; init; }

    public GroupId GroupId { get; init; }

    public EmployeeId EmployeeId { get; init; }

    public DateTimeOffset Since { get; init; }
}
