namespace Portal.Sip;

public enum SipDialogState { Early, Confirmed, Terminated }

/// <summary>A dialog (RFC 3261 §12): identity, route set, remote target and sequence numbers. Thread-safe.</summary>
public sealed class SipDialog
{
    private static readonly byte[] Seventy = "70"u8.ToArray();

    private readonly Lock _gate = new();
    private byte[]? _callId;
    private uint _localCSeq;
    private uint? _remoteCSeq;

    private SipDialog(DialogId id, NameAddr local, NameAddr remote, SipUri remoteTarget, IReadOnlyList<NameAddr> routes, SipUri localContact, SipFlow flow, uint localCSeq, uint? remoteCSeq)
    {
        Id = id;
        Local = local;
        Remote = remote;
        RemoteTarget = remoteTarget;
        RouteSet = routes;
        LocalContact = localContact;
        Flow = flow;
        _localCSeq = localCSeq;
        _remoteCSeq = remoteCSeq;
    }

    public DialogId Id { get; }

    /// <summary>Our From in requests we send, tag included.</summary>
    public NameAddr Local { get; }

    /// <summary>Our To in requests we send, tag included.</summary>
    public NameAddr Remote { get; }

    /// <summary>The peer's Contact, refreshed by re-INVITE and UPDATE (§12.2.1.2).</summary>
    public SipUri RemoteTarget { get; private set; }

    /// <summary>Fixed when the dialog was made.</summary>
    public IReadOnlyList<NameAddr> RouteSet { get; private set; }

    /// <summary>The Contact we gave.</summary>
    public SipUri LocalContact { get; }

    /// <summary>
    /// Where requests of this dialog go: the way its messages came. It survives NAT; where the peer's requests come from elsewhere later,
    /// the flow follows them.
    /// </summary>
    public SipFlow Flow { get; private set; }

    public SipDialogState State { get; private set; }

    /// <summary>The sequence number of the last request sent.</summary>
    public uint LocalCSeq { get { lock (_gate) return _localCSeq; } }

    /// <summary>The dialog a UAS makes by answering with a To tag (§12.1.1).</summary>
    public static SipDialog CreateUas(SipRequest request, SipResponse response, SipUri localContact)
    {
        var id = new DialogId(request.CallId, response.To.Tag ?? "", request.From.Tag ?? "");
        request.Headers.TryGetAddresses(SipHeaderName.RecordRoute, out var routes);
        return new SipDialog(id, response.To, request.From, Target(request) ?? request.From.Uri, routes, localContact, request.Source!, 0, request.CSeq.Number)
        {
            State = response.IsSuccess ? SipDialogState.Confirmed : SipDialogState.Early,
        };
    }

    /// <summary>The dialog a UAC makes on a response with a To tag (§12.1.2).</summary>
    public static SipDialog CreateUac(SipRequest request, SipResponse response, SipUri localContact, SipFlow flow)
    {
        var id = new DialogId(request.CallId, request.From.Tag ?? "", response.To.Tag ?? "");
        return new SipDialog(id, request.From, response.To, Target(response) ?? request.Uri, ReversedRoutes(response), localContact, flow, request.CSeq.Number, null)
        {
            State = response.IsSuccess ? SipDialogState.Confirmed : SipDialogState.Early,
        };
    }

    /// <summary>The next request of this dialog: Request-URI, Route, From, To, Call-ID, a new CSeq, Contact (§12.2.1.1).</summary>
    public SipRequest CreateRequest(string method)
    {
        lock (_gate) return Build(method, ++_localCSeq);
    }

    /// <summary>The number for a request that is sent once more, with credentials (§22.2).</summary>
    internal uint NextCSeq()
    {
        lock (_gate) return ++_localCSeq;
    }

    /// <summary>The ACK for a 2xx to the INVITE with this sequence number (§13.2.2.4).</summary>
    public SipRequest CreateAck(uint cseq)
    {
        lock (_gate) return Build(SipMethod.Ack, cseq);
    }

    /// <summary>Notes a request of the peer. False when it is out of order and must be answered 500 (§12.2.2).</summary>
    public bool TryAdvance(SipRequest request)
    {
        lock (_gate)
        {
            if (_remoteCSeq is { } last && request.CSeq.Number < last) return false;
            _remoteCSeq = request.CSeq.Number;
            if (request.Source is { } source) Flow = source;
            if (request.Method is SipMethod.Invite or SipMethod.Update && Target(request) is { } target) RemoteTarget = target;
            return true;
        }
    }

    /// <summary>Takes a response to a target refresh of ours.</summary>
    public void Refresh(SipResponse response)
    {
        lock (_gate)
        {
            if (response.IsSuccess && response.CSeq.Method is SipMethod.Invite or SipMethod.Update && Target(response) is { } target) RemoteTarget = target;
        }
    }

    /// <summary>The 2xx of the INVITE that made this early dialog: its route set counts (§13.2.2.4).</summary>
    public void Confirm(SipResponse? response = null)
    {
        lock (_gate)
        {
            if (State == SipDialogState.Early) State = SipDialogState.Confirmed;
            if (response is null) return;
            RouteSet = ReversedRoutes(response);
            if (Target(response) is { } target) RemoteTarget = target;
        }
    }

    public void Terminate()
    {
        lock (_gate) State = SipDialogState.Terminated;
    }

    private SipRequest Build(string method, uint cseq)
    {
        var target = RemoteTarget.WithoutHeaders();
        _callId ??= SipHeaders.Encode(Id.CallId);
        var strict = RouteSet.Count > 0 && !RouteSet[0].Uri.IsLooseRouter;
        var request = new SipRequest(method, strict ? RouteSet[0].Uri.WithoutHeaders() : target);
        request.Headers.Add(SipHeaderName.MaxForwards, Seventy);
        for (var i = strict ? 1 : 0; i < RouteSet.Count; i++) request.Headers.Add(SipHeaderName.Route, RouteSet[i]);
        if (strict) request.Headers.Add(SipHeaderName.Route, $"<{target}>");
        request.Headers.Add(SipHeaderName.From, Local).Add(SipHeaderName.To, Remote).AddCallId(Id.CallId, _callId).Add(new CSeq(cseq, method));
        if (method is not (SipMethod.Bye or SipMethod.Cancel or SipMethod.Ack)) request.Headers.Add(SipHeaderName.Contact, $"<{LocalContact}>");
        return request;
    }

    private static SipUri? Target(SipMessage message) => message.Contact?.Uri is { IsSip: true } uri ? uri : null;

    private static IReadOnlyList<NameAddr> ReversedRoutes(SipResponse response)
    {
        response.Headers.TryGetAddresses(SipHeaderName.RecordRoute, out var routes);
        if (routes.Count < 2) return routes;
        var reversed = routes.ToArray();
        Array.Reverse(reversed);
        return reversed;
    }
}
