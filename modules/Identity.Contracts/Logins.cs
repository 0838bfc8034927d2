using MediatR;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Contracts;

/// <summary>
/// Gives an employee a login with the employee role. Refused with problems on <c>Username</c> or <c>Password</c> when the name is
/// taken or breaks the rules (ID1, ID2), or on <c>Email</c>. Without a password the login cannot be used until one is set.
/// </summary>
public sealed record CreateLogin(
    EmployeeId Employee, CompanyId Company, SiteId Site, string Username, string DisplayName, string? Password, string? Email = null)
    : IChange<Outcome<UserId>>;

/// <summary>Keeps the login's name, site, screen name and e-mail address in step with the employee.</summary>
/// <param name="Email">Null leaves the address as it is; an empty text removes it.</param>
public sealed record UpdateLogin(EmployeeId Employee, SiteId Site, string Username, string DisplayName, string? Email = null) : IChange<Outcome>;

/// <summary>A password that satisfies ID2, readable over the telephone, from a secure random source. Shown once, never stored in clear.</summary>
public sealed record SuggestPassword : IRequest<string>;

/// <summary>An account was removed; published inside the transaction. Whoever keeps something of the user's own drops it.</summary>
public sealed record UserRemoved(UserId User) : INotification;
