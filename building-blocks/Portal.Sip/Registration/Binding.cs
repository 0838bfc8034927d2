namespace Portal.Sip.Registration;

/// <summary>One contact of an address of record (RFC 3261 §10).</summary>
public sealed record Binding
{
    /// <summary>The address of record in canonical form (<see cref="SipUri.ToAddressOfRecord"/>).</summary>
    public required string Aor { get; init; }

    /// <summary>The contact as registered: the Request-URI of calls to it.</summary>
    public required SipUri Contact { get; init; }

    /// <summary>The Contact header's parameters but expires and q, given back in answers.</summary>
    public SipParameters Parameters { get; init; } = SipParameters.Empty;

    /// <summary>The way the REGISTER came: where calls are sent, so that they pass the NAT the phone is behind.</summary>
    public required SipFlow Flow { get; init; }

    public required string CallId { get; init; }
    public required uint CSeq { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required DateTimeOffset RefreshedAt { get; init; }
    public string? UserAgent { get; init; }

    /// <summary>Preference in thousandths; 1000 when the phone gave none.</summary>
    public int Quality { get; init; } = 1000;

    /// <summary><c>+sip.instance</c> without angle brackets, and <c>reg-id</c> (RFC 5626): one device keeps one binding a flow, whatever its address.</summary>
    public string? InstanceId { get; init; }
    public string? RegId { get; init; }

    /// <summary>Path values (RFC 3327), to be Route headers towards this contact.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>
    /// The same contact once more. What says the same as before is kept as it was: bindings live long, and a telephone that registers every few minutes
    /// would otherwise give the garbage collector all of them to carry on anew.
    /// </summary>
    internal Binding Renewing(Binding before) => this with
    {
        RegisteredAt = before.RegisteredAt,
        Aor = Same(before.Aor, Aor),
        Contact = before.Contact.ToString() == Contact.ToString() ? before.Contact : Contact,
        Parameters = before.Parameters.SequenceEqual(Parameters) ? before.Parameters : Parameters,
        Flow = before.Flow.Equals(Flow) && Equals(before.Flow.Local, Flow.Local) && before.Flow.ServerName == Flow.ServerName ? before.Flow : Flow,
        CallId = Same(before.CallId, CallId),
        UserAgent = UserAgent is null ? null : Same(before.UserAgent, UserAgent),
        InstanceId = InstanceId is null ? null : Same(before.InstanceId, InstanceId),
        RegId = RegId is null ? null : Same(before.RegId, RegId),
        Path = before.Path.SequenceEqual(Path) ? before.Path : Path,
    };

    private static string Same(string? before, string now) => before == now ? before : now;

    /// <summary>RFC 3261 §10.3: contacts are compared as URIs; RFC 5626 §6: with an instance and reg-id, by these.</summary>
    internal bool IsSameAs(Binding other) =>
        InstanceId is not null && RegId is not null && other.RegId is not null
            ? InstanceId == other.InstanceId && RegId == other.RegId
            : Contact.Equals(other.Contact);
}
