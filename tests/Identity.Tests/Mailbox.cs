using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Mail;
using Portal.Mail.Data;
using Portal.Testing;

namespace Portal.Identity.Tests;

/// <summary>What the portal has mailed, read as an operator reads it.</summary>
internal static partial class Mailbox
{
    /// <summary>The newest mail to this address, once there are that many.</summary>
    public static async Task<(QueuedMail Mail, string Text)> MailToAsync(this IdentityPortal portal, string address, int count = 1)
    {
        await Eventually.TrueAsync(async () => await portal.MailsToAsync(address) >= count);
        return await portal.Portal.AsSystemAsync(async s =>
        {
            var archive = s.GetRequiredService<MailArchive>();
            var mail = (await archive.Messages.Where(m => m.ToAddress == address).ToListAsync()).MaxBy(m => m.Id)!;
            return (mail, archive.BodyOf(mail)!.Text);
        });
    }

    public static Task<int> MailsToAsync(this IdentityPortal portal, string address) =>
        portal.Portal.AsSystemAsync(s => s.GetRequiredService<MailArchive>().Messages.CountAsync(m => m.ToAddress == address));

    public static string LinkIn(string text) => LinkPattern().Match(text) is { Success: true } link ? new Uri(link.Value).PathAndQuery : throw new InvalidOperationException("No link in: " + text);

    public static string CodeIn(string text) => CodePattern().Match(text).Value;

    /// <summary>Gives the account an address, proved to be the person's where said so.</summary>
    public static Task GiveAddressAsync(this IdentityPortal portal, string username, string address, bool verified) =>
        portal.ChangeAsync(username, u => (u.Email, u.VerifiedEmail) = (address, verified ? address : null));

    [GeneratedRegex(@"https?://\S+\?t=[\w-]+")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex CodePattern();
}
