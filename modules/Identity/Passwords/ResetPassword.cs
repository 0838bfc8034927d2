using MediatR;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Modularity;
using Portal.Modularity.Requests;

namespace Portal.Identity.Passwords;

internal enum ResetBy
{
    /// <summary>The portal makes a password and mails it; it must be changed at the next sign-in.</summary>
    GeneratedAndMailed,

    /// <summary>The administrator types one and passes it on.</summary>
    Typed,

    /// <summary>A link by mail; the password stays until it is used.</summary>
    Link,
}

/// <summary>Gives somebody below a new password (ID4). All their sessions end with it.</summary>
/// <param name="Password">With <see cref="ResetBy.Typed"/> only.</param>
/// <param name="MustChange">A typed password is changed at the next sign-in.</param>
internal sealed record ResetPassword(UserId User, ResetBy By, string? Password = null, bool MustChange = true) : IChange<Outcome>;

internal sealed class ResetPasswordHandler(Below below, PasswordSetting setting, AccountMail mail) : IRequestHandler<ResetPassword, Outcome>
{
    public async Task<Outcome> Handle(ResetPassword request, CancellationToken cancellationToken)
    {
        if (await below.FindAsync(request.User, cancellationToken) is not { } found)
        {
            return Outcome.NotFound;
        }

        if (!found.MayManage)
        {
            return Below.Refused;
        }

        if (request.By != ResetBy.Typed && found.User.Email is null)
        {
            return Outcome.Refused(T("This person has no e-mail address; type a password instead, or add an address first."));
        }

        return request.By switch
        {
            ResetBy.Typed => (await setting.SetAsync(found.User, request.Password ?? "", request.MustChange, cancellationToken)).ToOutcome(),
            ResetBy.Link => await mail.LinkAsync(found.User, LinkPurpose.Reset, asked: false, cancellationToken) ? Outcome.Done : Below.TooMany,
            _ => await GenerateAsync(found.User, cancellationToken),
        };
    }

    private async Task<Outcome> GenerateAsync(User user, CancellationToken ct)
    {
        var password = PasswordSuggestion.Next();
        var set = await setting.SetAsync(user, password, mustChange: true, ct);
        if (set.Succeeded)
        {
            await mail.NewPasswordAsync(user, password, ct);
        }

        return set.ToOutcome();
    }
}
