using MediatR;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Contracts;

/// <summary>Someone whose administration layer is group administrator.</summary>
/// <param name="Employee">Their own employee record, where they have one.</param>
/// <param name="Groups">The groups they were given, sites among them; sub-groups follow from these. Empty: no powers yet.</param>
public sealed record GroupAdminAccount(
    UserId User, string Username, string Name, EmployeeId? Employee, bool Disabled, IReadOnlyList<GroupId> Groups);

/// <summary>The group administrators of a company, by name: those with groups and those still without. Empty when out of reach.</summary>
public sealed record ListGroupAdmins(CompanyId Company) : IRequest<IReadOnlyList<GroupAdminAccount>>;

/// <summary>
/// Makes somebody administrator of a group (a site is a group) and so of everything below it. Refused when their administration
/// layer is not group administrator, and for oneself. Giving what is held already is done. The asker must administer the group.
/// </summary>
public sealed record GiveGroupAdmin(UserId User, CompanyId Company, GroupId Group) : IChange<Outcome>;

/// <summary>
/// Takes a group away from one of its administrators; their administration layer stays. Refused for oneself. Taking what is not
/// held is done.
/// </summary>
public sealed record TakeGroupAdmin(UserId User, CompanyId Company, GroupId Group) : IChange<Outcome>;

/// <summary>Takes a group from all its administrators, because it is deleted. The sender has checked that it may be.</summary>
public sealed record ForgetGroup(CompanyId Company, GroupId Group) : IChange<Outcome>;
