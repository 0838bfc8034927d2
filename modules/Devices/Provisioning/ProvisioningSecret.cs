using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Portal.Devices.Domain;
using Portal.Sip.Authentication;

namespace Portal.Devices.Provisioning;

/// <summary>
/// Makes and keeps what a phone logs in with when it fetches its files. Kept are the digest hashes only, protected with the
/// portal's keys: whoever reads the database alone can neither see the password nor answer a challenge with what is there.
/// </summary>
internal sealed class ProvisioningSecrets(IDataProtectionProvider protection)
{
    public const string Realm = "provisioning";

    // Easily read aloud and typed at a phone: no 0/o, 1/l/i. 26 of 31 letters are 128.8 bits.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Length = 26;

    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Devices.ProvisioningSecret");
    private string? _nobody;

    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>The form in which a password is stored.</summary>
    public string Protect(MacAddress mac, string password)
    {
        var credential = DigestCredential.FromPassword(mac.Hex, Realm, password);
        return _protector.Protect($"{credential.Ha1Md5}:{credential.Ha1Sha256}");
    }

    /// <summary>The stored hashes; for an unknown device those of a password that nobody has, at the same cost.</summary>
    public (string Md5, string Sha256) Read(string? stored)
    {
        _nobody ??= Protect(MacAddress.Parse("020000000000"), Generate());
        var both = _protector.Unprotect(stored ?? _nobody).Split(':');
        return (both[0], both[1]);
    }

    /// <summary>True when the password is the one whose SHA-256 hash is stored. Takes as long for a wrong one.</summary>
    public static bool IsPassword(MacAddress mac, string password, string sha256) => CryptographicOperations.FixedTimeEquals(
        Encoding.ASCII.GetBytes(DigestCredential.FromPassword(mac.Hex, Realm, password).Ha1Sha256!), Encoding.ASCII.GetBytes(sha256));
}
