using MediatR;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Contracts;

/// <summary>
/// Gives an employee a login with the employee role. Refused with problems on <c>Username</c> or <c>Password</c> when the name is
/// taken or breaks the rules (ID1, ID2). Without a password the login cannot be used until one is set.
/// </summary>
public sealed record CreateLogin(
    EmployeeId Employee, CompanyId Company, SiteId Site, string Username, string DisplayName, string? Password)
    : IChange<Outcome<UserId>>;

/// <summary>Keeps the login's name, site and screen name in step with the employee.</summary>
public sealed record UpdateLogin(EmployeeId Employee, SiteId Site, string Username, string DisplayName) : IChange<Outcome>;

/// <summary>A password that satisfies ID2, readable over the telephone, from a secure random source. Shown once, never stored in clear.</summary>
public sealed record SuggestPassword : IRequest<string>;

/// <summary>An account was removed; published inside the transaction. Whoever keeps something of the user's own drops it.</summary>
public sealed record UserRemoved(UserId User) : INotification;
