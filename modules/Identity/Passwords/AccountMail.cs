using Microsoft.EntityFrameworkCore;
using Portal.Identity.Data;
using Portal.Identity.Domain;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.Mails;
using Portal.Mail;

namespace Portal.Identity.Passwords;

/// <summary>The mails about accounts and their passwords, each in its person's language.</summary>
internal sealed class AccountMail(IMail mail, Links links, PortalAddress address, IdentityDb db)
{
    /// <summary>False when too many links were sent within the hour.</summary>
    public async Task<bool> LinkAsync(User user, LinkPurpose purpose, bool asked, CancellationToken ct)
    {
        if (RecipientOf(user) is not { } to || await links.IssueAsync(user, purpose, user.Email!, ct) is not { } link)
        {
            return false;
        }

        if (purpose == LinkPurpose.Welcome)
        {
            var employee = await db.Grants.AnyAsync(g => g.UserId == user.Id && g.EmployeeId != null, ct);
            await mail.QueueAsync<WelcomeMail>(to, With(user, (nameof(WelcomeMail.Portal), address.Link("/")), (nameof(WelcomeMail.Link), link),
                (nameof(WelcomeMail.Employee), employee), (nameof(WelcomeMail.Address), user.ContactId is null ? "" : user.Email!)), ct);
        }
        else
        {
            await mail.QueueAsync<PasswordLinkMail>(to, With(user, (nameof(PasswordLinkMail.Asked), asked), (nameof(PasswordLinkMail.Link), link)), ct);
        }

        return true;
    }

    public Task NewPasswordAsync(User user, string password, CancellationToken ct) => mail.QueueAsync<NewPasswordMail>(
        RecipientOf(user)!, With(user, (nameof(NewPasswordMail.Password), password), (nameof(NewPasswordMail.Portal), address.Link("/"))), ct);

    /// <summary>The generated password of somebody new.</summary>
    public Task FirstPasswordAsync(User user, string password, CancellationToken ct) => mail.QueueAsync<NewPasswordMail>(
        RecipientOf(user)!, With(user, (nameof(NewPasswordMail.Password), password), (nameof(NewPasswordMail.Portal), address.Link("/")), (nameof(NewPasswordMail.First), true),
            (nameof(NewPasswordMail.Address), user.ContactId is null ? "" : user.Email!)), ct);

    public Task CodeAsync(User user, string code, CancellationToken ct) => mail.QueueAsync<SignInCodeMail>(
        RecipientOf(user)!, new Dictionary<string, object?> { [nameof(SignInCodeMail.Name)] = user.DisplayName, [nameof(SignInCodeMail.Code)] = code }, ct);

    public async Task<bool> ConfirmAddressAsync(User user, EmailAddress to, CancellationToken ct)
    {
        if (await links.IssueAsync(user, LinkPurpose.Address, to.Folded, ct) is not { } link)
        {
            return false;
        }

        await mail.QueueAsync<AddressMail>(new Recipient(to, user.DisplayName, user.Language, user.CompanyId), With(user, (nameof(AddressMail.Link), link)), ct);
        return true;
    }

    public Task UsernamesAsync(User user, IReadOnlyList<string> names, CancellationToken ct) => mail.QueueAsync<UsernamesMail>(
        RecipientOf(user)!, new Dictionary<string, object?> { [nameof(UsernamesMail.Name)] = user.DisplayName, [nameof(UsernamesMail.Usernames)] = names, [nameof(UsernamesMail.Portal)] = address.Link("/") }, ct);

    private static Recipient? RecipientOf(User user) =>
        EmailAddress.TryParse(user.Email, out var to) ? new Recipient(to.Value, user.DisplayName, user.Language, user.CompanyId) : null;

    private static Dictionary<string, object?> With(User user, params (string Name, object Value)[] more) =>
        new(more.Select(m => KeyValuePair.Create(m.Name, (object?)m.Value))) { ["Name"] = user.DisplayName, ["Username"] = user.Username };
}
