using Microsoft.EntityFrameworkCore;
using Portal.Identity.Domain;

namespace Portal.Identity.Data;

internal static class ByEmail
{
    /// <summary>
    /// Whom an address signs in: the person who has proved that it is theirs, else the contact it was given to as a login (ID1); of two such
    /// contacts the first, and the other has the username.
    /// </summary>
    public static IQueryable<User> SigningInWith(this IQueryable<User> users, string email) => users
        .Where(u => u.Email == email && (u.VerifiedEmail == email || u.ContactId != null))
        .OrderBy(u => u.VerifiedEmail == email ? 0 : 1).ThenBy(u => u.CreatedAt).ThenBy(u => u.Id);
}
