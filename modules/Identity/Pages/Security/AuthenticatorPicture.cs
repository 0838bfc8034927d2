using Microsoft.AspNetCore.Html;
using Portal.Identity.Domain.Credentials;
using Portal.Identity.TwoStep;

namespace Portal.Identity.Pages.Security;

/// <summary>What a page shows so that an app learns the secret: the picture, and the secret to type.</summary>
internal sealed record AuthenticatorPicture(IHtmlContent Picture, string Secret)
{
    private const string Issuer = "Portal";

    public static AuthenticatorPicture Of(byte[] secret, string username) => new(
        QrPicture.Of(Totp.Uri(secret, Issuer, username), T("QR code for the authenticator app; its text twin is the key beside it")),
        string.Join(' ', Totp.Base32(secret).Chunk(4).Select(c => new string(c))));
}
