using System.Security.Cryptography;

namespace Portal.Sip.Proxying;

/// <summary>
/// A stateful forking proxy (RFC 3261 §16) in a <see cref="SipEndpoint"/>: give it to <see cref="SipEndpoint.Add(SipProxy)"/> before the start. It takes every request but those
/// of the endpoint's own dialogs and those whose method has a handler there and that no Route sends further (REGISTER). Requests inside a call that was let through follow
/// the signed Record-Route; all others are asked of <see cref="IProxyRouting"/>.
/// </summary>
public sealed class SipProxy
{
    private readonly IProxyRouting _routing;
    private readonly LoopMark _loops;
    private readonly RouteToken _tokens;
    private readonly SipProxyOptions _options;
    private SipEndpoint? _endpoint;
    private RoutePreprocessing? _preprocessing;
    private OwnNames? _own;
    private int _live;

    public SipProxy(IProxyRouting routing, SipProxyOptions? options = null)
    {
        _routing = routing;
        _options = options ?? new SipProxyOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.MaxBreadth, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.MaxRedirects, nameof(options));
        _loops = new LoopMark(RandomNumberGenerator.GetBytes(32));
        _tokens = new RouteToken(_options.Secret.IsEmpty ? RandomNumberGenerator.GetBytes(32) : _options.Secret.ToArray());
    }

    /// <summary>Requests that have not been answered finally yet.</summary>
    public int Live => Volatile.Read(ref _live);

    internal SipEndpoint Endpoint => _endpoint ?? throw new InvalidOperationException("The proxy belongs to no endpoint yet.");
    internal SipProxyOptions Options => _options;
    internal IProxyRouting Routing => _routing;

    internal void Attach(SipEndpoint endpoint, string? advertisedHost)
    {
        if (_endpoint is not null) throw new InvalidOperationException("A proxy belongs to one endpoint.");
        _endpoint = endpoint;
        _own = new OwnNames(endpoint, _options.Names, advertisedHost);
        _preprocessing = new RoutePreprocessing(_own, _tokens);
    }

    internal void Entered() => Interlocked.Increment(ref _live);
    internal void Left() => Interlocked.Decrement(ref _live);

    /// <summary>False when the request is for the endpoint itself.</summary>
    /// <param name="hasHandler">The endpoint answers this method.</param>
    internal bool Takes(SipServerTransaction transaction, bool hasHandler)
    {
        var request = transaction.Request;
        var finding = _preprocessing!.Apply(request);
        if (!finding.Admitted && !request.Headers.Contains(SipHeaderName.Route))
        {
            if (hasHandler) return false;
            if (request.Method == SipMethod.Options && request.Uri.User is null && _own!.Has(request.Uri)) return false;
        }
        if (transaction is InviteServerTransaction invite) invite.LeavesCancelToUser = true;
        var mark = _loops.Of(request);
        if (Refusal(transaction, mark) is { } refusal)
        {
            transaction.IsUnverified = true;
            transaction.Respond(refusal);
        }
        else if (finding.Admitted)
        {
            _ = GuardedAsync(transaction, mark, ProxyRoute.To(new ProxyTarget(request.Uri, finding.Flow)));
        }
        else if (_routing.RunsInline)
        {
            _ = GuardedAsync(transaction, mark, null);
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work.Self.GuardedAsync(work.Transaction, work.Mark, null), (Self: this, Transaction: transaction, Mark: mark), preferLocal: false);
        }
        return true;
    }

    /// <summary>An ACK for a 2xx is sent on without a transaction (§16.11), where a call that was let through leads it; any other is dropped.</summary>
    internal bool TakesAck(SipRequest ack)
    {
        var finding = _preprocessing!.Apply(ack);
        if (!finding.Admitted || ack.MaxForwards == 0) return false;
        _ = ForwardAckAsync(ack, finding.Flow);
        return true;
    }

    private async Task ForwardAckAsync(SipRequest ack, SipFlow? flow)
    {
        var (copy, nextHop) = Forwarding.Copy(ack, new ProxyTarget(ack.Uri, flow));
        if ((flow ?? (await Endpoint.FindTargetsAsync(nextHop, Endpoint.Stopping).ConfigureAwait(false)).FirstOrDefault()) is not { } way) return;
        Endpoint.AddVia(copy, way);
        Endpoint.SendAck(copy, way);
    }

    /// <summary>§16.3: what is not sent on at all.</summary>
    private SipResponse? Refusal(SipServerTransaction transaction, string mark)
    {
        var request = transaction.Request;
        if (!request.Uri.IsSip && request.Uri.Scheme != "tel") return transaction.CreateResponse(416);
        if (request.MaxForwards == 0) return transaction.CreateResponse(483);
        if (LoopMark.IsIn(request, mark)) return transaction.CreateResponse(482);
        if (request.Headers.CountOf(SipHeaderName.MaxBreadth) is var breadths && (breadths > 1 || (breadths == 1 && request.MaxBreadth is null)))
        {
            return transaction.CreateResponse(400, "Bad Max-Breadth");
        }
        if (!request.Headers.Contains(SipHeaderName.ProxyRequire)) return null;
        var unknown = request.Headers.Values(SipHeaderName.ProxyRequire).Where(tag => !_options.SupportedExtensions.Contains(tag, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count == 0) return null;
        var response = transaction.CreateResponse(420);
        response.Headers.Add(SipHeaderName.Unsupported, string.Join(", ", unknown));
        return response;
    }

    private async Task GuardedAsync(SipServerTransaction transaction, string mark, ProxyRoute? route)
    {
        try
        {
            route ??= await _routing.RouteAsync(transaction, Endpoint.Stopping).ConfigureAwait(false);
            if (route is null) return;
            if (route.Refusal != 0) transaction.Respond(route.Refusal, route.RefusalReason);
            else await new ResponseContext(this, transaction, route, mark).StartAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (Endpoint.Stopping.IsCancellationRequested)
        {
            transaction.Respond(503);
        }
        catch (Exception e)
        {
            Endpoint.ReportFailure(e);
            transaction.Respond(500);
        }
    }

    /// <summary>The Record-Route of a request that makes a dialog (§16.6 step 4): one, or two where the sides differ or a telephone is behind a NAT or a connection.</summary>
    internal void AddRecordRoute(SipRequest copy, SipRequest received, SipFlow to)
    {
        if (!_options.RecordRoute || received.To.Tag is not null || received.Method is not (SipMethod.Invite or SipMethod.Subscribe or SipMethod.Refer)) return;
        var from = received.Source!;
        var caller = received.Headers.CountOf(SipHeaderName.Via) == 1 && NeedsFlow(from, received.Contact?.Uri) ? from : null;
        var called = !copy.Headers.Contains(SipHeaderName.Route) && NeedsFlow(to, copy.Uri) ? to : null;
        var near = Own(from, _tokens.Make(received.CallId, caller));
        var far = Own(to, _tokens.Make(received.CallId, called));
        copy.Headers.AddFirst(SipHeaderName.RecordRoute, near);
        if (caller is not null || called is not null || near != far) copy.Headers.AddFirst(SipHeaderName.RecordRoute, far);

        string Own(SipFlow flow, string token)
        {
            var uri = Endpoint.ContactFor(flow, token).WithParameter("lr", null);
            return received.Uri.IsSecure ? $"<sips{uri.ToString().AsSpan(3)}>" : $"<{uri}>";
        }
    }

    /// <summary>A connection is used again rather than opened backwards; over UDP the Contact will do where it says what the packets say.</summary>
    private static bool NeedsFlow(SipFlow flow, SipUri? contact) =>
        flow.IsReliable || contact is null || !flow.Remote.Address.Equals(contact.HostAddress) || flow.Remote.Port != (contact.Port ?? 5060);
}
