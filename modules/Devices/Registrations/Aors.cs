using Portal.Extensions.Contracts;
using Portal.Sip;

namespace Portal.Devices.Registrations;

/// <summary>The address of record of an extension, in the form the location store is keyed by.</summary>
internal static class Aors
{
    public static SipUri Of(DirectoryEntry extension) => new SipUri(extension.Number, extension.Domain).ToAddressOfRecord();

    /// <summary>Number and domain of a key; nulls when it is not of our making.</summary>
    public static (string? Number, string? Domain) Parts(string aor) => SipUri.TryParse(aor, out var uri) ? (uri.User, uri.Host) : (null, null);
}
