using Microsoft.AspNetCore.DataProtection;

namespace Portal.Identity.TwoStep;

/// <summary>Encrypts the secrets of authenticator apps: unlike a password, the portal has to know them.</summary>
internal sealed class AuthenticatorVault(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Identity.Authenticator");

    public byte[] Protect(byte[] secret) => _protector.Protect(secret);

    public byte[] Reveal(byte[] stored) => _protector.Unprotect(stored);
}
