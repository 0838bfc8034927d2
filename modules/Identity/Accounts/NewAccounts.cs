using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Passwords;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Accounts;

/// <summary>How somebody new comes by a password.</summary>
internal enum FirstPassword
{
    /// <summary>The welcome mail has a link that works once; nobody but the person ever knows the password.</summary>
    Welcome,

    /// <summary>The portal makes one and mails it; the first sign-in leads to another (CM: auto generate and e-mail).</summary>
    Generated,

    /// <summary>Whoever adds the account types it and passes it on.</summary>
    Typed,
}

/// <param name="Password">With <see cref="FirstPassword.Typed"/> only.</param>
/// <param name="MustChange">A typed password is changed at the first sign-in.</param>
internal sealed record FirstCredential(FirstPassword By, string? Password = null, bool MustChange = false)
{
    public static FirstCredential Typed(string password) => new(FirstPassword.Typed, password);
}

/// <summary>Adds accounts of people who are no employees, with the mail that brings them in. Runs inside the caller's transaction.</summary>
internal sealed class NewAccounts(Logins logins, IdentityDb db, AccountMail mail, IAccess access, CurrentUser asker)
{
    public async Task<Outcome<UserId>> AddAsync(
        Grant grant, string username, string name, string? email, FirstCredential first, CancellationToken ct, ContactId? contact = null)
    {
        if (!access.Allows(IdentityModule.AddUsers, new ObjectScope(grant.Company)))
        {
            return Outcome.NotFound;
        }

        // Nobody makes somebody wider than they are themselves.
        if (asker.MainRole > grant.Role)
        {
            return Outcome.Forbidden;
        }

        if (EmailRules.WhyNot(email) is { } reason)
        {
            return Outcome.Refused("Email", reason);
        }

        if (first.By != FirstPassword.Typed && EmailRules.Kept(email) is null)
        {
            return Outcome.Refused("Email", T("Enter the e-mail address that the mail goes to, or type a password."));
        }

        var password = first.By switch
        {
            FirstPassword.Typed => first.Password ?? "",
            FirstPassword.Generated => PasswordSuggestion.Next(),
            _ => null,
        };
        var added = await logins.AddAsync(
            username, name, password, [grant], ct, EmailRules.Kept(email), first.By == FirstPassword.Generated || first.MustChange, contact);
        if (!added.Succeeded || first.By == FirstPassword.Typed)
        {
            return added;
        }

        var user = await db.Users.SingleAsync(u => u.Id == added.Value, ct);
        if (password is not null)
        {
            await mail.FirstPasswordAsync(user, password, ct);
        }
        else if (!await mail.LinkAsync(user, LinkPurpose.Welcome, asked: false, ct))
        {
            return Outcome.Refused("Email", T("This is not an e-mail address."));
        }

        return added;
    }
}
