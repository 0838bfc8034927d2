using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Portal.Extensions.Data;

/// <summary>SIP passwords at rest: digest authentication needs them in clear, so they are encrypted and not hashed.</summary>
internal sealed class SipSecrets(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Extensions.SipSecret.v1");

    public byte[] Protect(string password) => _protector.Protect(Encoding.UTF8.GetBytes(password));

    /// <exception cref="CryptographicException">The key that encrypted it is no longer there.</exception>
    public string Reveal(byte[] secret) => Encoding.UTF8.GetString(_protector.Unprotect(secret));
}
