using Portal.Data.Audit;

namespace Portal.Devices.Domain;

/// <summary>
/// A registration as it survives a restart. Belongs to an address of record rather than a company: the switch reads all of
/// them once at start, and pages read memory, never this table.
/// </summary>
[NotAudited]
internal sealed class BindingRow
{
    public required string Aor { get; init; }

    /// <summary>What tells one endpoint of the AOR from another.</summary>
    public required string Endpoint { get; init; }

    public required string Contact { get; set; }

    public required string CallId { get; set; }

    public long CSeq { get; set; }

    public DateTimeOffset RegisteredAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public string? UserAgent { get; set; }

    /// <summary>Transport and address it came from: <c>udp:192.0.2.1:5060</c>.</summary>
    public required string Flow { get; set; }

    /// <summary>RFC 3327 Path values, one a line; empty for none.</summary>
    public string Path { get; set; } = "";

    /// <summary>RFC 5626 <c>+sip.instance</c>.</summary>
    public string? Instance { get; set; }
}
