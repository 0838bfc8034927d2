using Microsoft.Extensions.Configuration;
using Portal.Modularity;
using Portal.Sip.Authentication;

namespace Portal.Devices.Registrations;

/// <summary>
/// Reads <c>Sip:Digest</c>: the algorithms offered to telephones, the preferred first. Default <c>MD5</c> alone, because some
/// phones give up when they see one they don't know; <c>SHA-256,MD5</c> where all know it (RFC 8760 2.4).
/// </summary>
internal static class DigestOffer
{
    public static DigestOptions From(IConfiguration configuration)
    {
        if (configuration["Sip:Digest"] is not { Length: > 0 } names)
        {
            return new DigestOptions();
        }

        return new DigestOptions
        {
            Algorithms = [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.ToUpperInvariant() switch
            {
                "MD5" => DigestAlgorithm.Md5,
                "SHA-256" => DigestAlgorithm.Sha256,
                _ => throw new StartupException($"--Sip:Digest is \"{names}\"; it can be MD5, SHA-256, or SHA-256,MD5."),
            })],
        };
    }
}
