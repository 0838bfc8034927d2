using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Accounts;

/// <summary>Makes accounts, for the handlers and the demo alike. Runs inside the caller's transaction.</summary>
internal sealed class Logins(UserManager<User> users, IdentityDb db, UnitOfWork unit)
{
    /// <param name="password">Null: the account cannot be used until a password is set.</param>
    /// <param name="grants">What the new user may do; the user's id is filled in.</param>
    /// <param name="mustChange">Somebody else knows the password: the first sign-in leads to one of the person's own.</param>
    /// <param name="contact">Whose portal login it is.</param>
    public async Task<Outcome<UserId>> AddAsync(
        string username, string displayName, string? password, Modularity.Access.Grant[] grants, CancellationToken ct, string? email = null,
        bool mustChange = false, ContactId? contact = null)
    {
        if (displayName.Trim().Length is 0 or > 128)
        {
            return Outcome.Refused("DisplayName", T("Give a name of at most 128 characters."));
        }

        var user = new User { Username = username, DisplayName = displayName.Trim(), Email = email, ContactId = contact, CreatedAt = unit.Clock.GetUtcNow() };
        user.CompanyId = grants.Select(g => g.Company).FirstOrDefault(c => c is not null);
        var result = password is null ? await users.CreateAsync(user) : await users.CreateAsync(user, password);
        if (!result.Succeeded)
        {
            return result.ToOutcome();
        }

        user.MustChangePassword = mustChange && password is not null;
        db.Grants.AddRange(grants.Select(g => new UserGrant
        {
            UserId = user.Id,
            Role = g.Role,
            CompanyId = g.Company,
            SiteId = g.Site,
            GroupId = g.AdministeredGroup,
            PartnerId = g.Partner,
            EmployeeId = g.Employee,
        }));
        await db.SaveChangesAsync(ct);
        return user.Id;
    }
}
