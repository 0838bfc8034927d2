using MediatR;
using Portal.Modularity;

namespace Portal.Extensions.Contracts;

/// <summary>Employees joined or left a group; published inside the transaction of the change.</summary>
public sealed record GroupMembersChanged(CompanyId Company, GroupId Group) : INotification;

/// <summary>The members of a group itself, without those of groups below; none when it is out of the asker's reach. A site's people are no answer: ask by their site.</summary>
public sealed record ListGroupMembers(GroupId Group) : IRequest<IReadOnlyList<EmployeeId>>;
