using System.Security.Cryptography;
using System.Text;

namespace Portal.Devices.Provisioning;

/// <summary>A file as a phone gets it. The same input always gives the same octets, so that an unchanged file is not fetched again.</summary>
internal sealed record ProvisionedFile(byte[] Content, string ContentType)
{
    /// <summary>A strong entity tag (RFC 9110 8.8.3), with its quotes.</summary>
    public string Tag { get; } = "\"" + Convert.ToHexStringLower(SHA256.HashData(Content).AsSpan(0, 16)) + "\"";

    public static ProvisionedFile Text(string content) => new(Encoding.UTF8.GetBytes(content), "text/plain; charset=utf-8");

    public static ProvisionedFile Xml(string content) => new(Encoding.UTF8.GetBytes(content), "text/xml; charset=utf-8");
}
