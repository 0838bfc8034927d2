using Microsoft.AspNetCore.Authorization;

namespace Portal.Modularity.Access;

/// <summary>
/// On a page or endpoint: the permission without which it does not answer. It opens the door only; the page or the request
/// behind it still checks the object with <see cref="IAccess.Allows"/>, and answers 404 for what is out of reach.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NeedsAttribute(string permission) : AuthorizeAttribute(PolicyPrefix + permission)
{
    internal const string PolicyPrefix = "permission:";

    public string Permission { get; } = permission;
}

/// <summary>On a page that everyone who has signed in may open, such as the own profile.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SignedInAttribute : AuthorizeAttribute;

/// <summary>
/// On a page about somebody's own way in, such as password, two-step verification, passkeys and sessions: it is closed to whoever
/// has signed in as them. The requests behind it check <see cref="CurrentUser.Supporter"/> too.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OwnAccountOnlyAttribute : Attribute;
