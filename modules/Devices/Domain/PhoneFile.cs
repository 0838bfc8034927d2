using Portal.Data.Audit;
using Portal.Data.Isolation;
using Portal.Modularity;

namespace Portal.Devices.Domain;

/// <summary>
/// A file a phone has left with us: its user's changes, its logs. Data, never served to anybody but the phone itself, and
/// protected with the portal's keys because it may hold a password that somebody typed at the phone.
/// </summary>
[NotAudited]
internal sealed class PhoneFile : ICompanyOwned
{
    public DeviceId DeviceId { get; init; }

    /// <summary>The part after the MAC: <c>phone.cfg</c>.</summary>
    public required string Name { get; init; }

    public CompanyId CompanyId { get; init; }

    public required byte[] Content { get; set; }

    public DateTimeOffset At { get; set; }
}
