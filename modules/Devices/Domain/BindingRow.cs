using Portal.Data.Audit;

namespace Portal.Devices.Domain;

/// <summary>
/// A registration as it survives a restart. Belongs to an address of record rather than a company: the switch reads all of
/// them once at start, and pages read memory, never this table.
/// </summary>
[NotAudited]
internal sealed class BindingRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required string Aor { get; init; }

    public required string Contact { get; init; }

    /// <summary>The Contact header's parameters as written in a message: <c>;+sip.instance="…"</c>.</summary>
    public required string Parameters { get; init; }

    public required string CallId { get; init; }

    public long CSeq { get; init; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateTimeOffset RefreshedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public string? UserAgent { get; init; }

    /// <summary>Transport and address it came from: <c>udp:192.0.2.1:5060</c>.</summary>
    public required string Flow { get; init; }

    /// <summary>0 to 1000, as in RFC 3261 20.10's q.</summary>
    public int Quality { get; init; }

    /// <summary>RFC 3327 Path values, one a line; empty for none.</summary>
    public required string Path { get; init; }

    /// <summary>RFC 5626 <c>+sip.instance</c> and <c>reg-id</c>.</summary>
    public string? InstanceId { get; init; }

    public string? RegId { get; init; }
}
