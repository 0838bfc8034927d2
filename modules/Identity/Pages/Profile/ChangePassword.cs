using MediatR;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Passwords;
using Portal.Identity.SignIn;
using Portal.Modularity.Access;
using Portal.Modularity.Requests;

namespace Portal.Identity.Pages.Profile;

/// <summary>Gives the person asking a new password. Every session ends; the answer is the stamp a new one is opened under.</summary>
internal sealed record ChangePassword(string Present, string New) : IChange<Outcome<string>>;

internal sealed class ChangePasswordHandler(IdentityDb db, UserManager<User> users, PasswordSetting setting, CurrentUser asker)
    : IRequestHandler<ChangePassword, Outcome<string>>
{
    public async Task<Outcome<string>> Handle(ChangePassword request, CancellationToken cancellationToken)
    {
        if (asker.Id is not { } id || await db.Users.SingleOrDefaultAsync(u => u.Id == id, cancellationToken) is not { } user)
        {
            return Outcome.NotFound;
        }

        if (OwnCredentials.AreClosed(asker, id))
        {
            return Outcome.Forbidden;
        }

        await setting.EndLinksAsync(user, cancellationToken);
        var result = await users.ChangePasswordAsync(user, request.Present, request.New);
        return result.Succeeded
            ? user.SecurityStamp
            : Outcome.Refused(result.Errors.Select(e => new Problem(e.Code == Refusals.Password ? "NewPassword" : "", e.Description)));
    }
}
