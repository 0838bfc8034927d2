using System.Globalization;

namespace Portal.Sip.Proxying;

/// <summary>A request sent on to one place or many and what comes back (RFC 3261 §16.6 and §16.7). One lock; transactions are called within it, never the other way round.</summary>
internal sealed partial class ResponseContext
{
    private const string Elsewhere = "SIP;cause=200;text=\"Call completed elsewhere\"";

    private readonly Lock _gate = new();
    private readonly SipProxy _proxy;
    private readonly SipServerTransaction _server;
    private readonly ProxyRoute _route;
    private readonly string _mark;
    private readonly BestResponse _best = new();
    private readonly List<ProxyBranch> _branches = [];
    private readonly List<IReadOnlyList<ProxyTarget>> _groups;
    private readonly int _breadth;
    private WheelTimer? _ringTime;
    private int _next;
    private int _pending;
    private bool _answered;
    private bool _closed; // no new branches: cancelled, or somebody declined for all
    private bool _cancelled;
    private string? _reason;

    internal ResponseContext(SipProxy proxy, SipServerTransaction server, ProxyRoute route, string mark)
    {
        (_proxy, _server, _route, _mark) = (proxy, server, route, mark);
        _groups = route.Targets.Count == 1 ? [route.Targets]
            : [.. route.Targets.GroupBy(target => target.Quality).OrderByDescending(group => group.Key).Select(group => (IReadOnlyList<ProxyTarget>)[.. group])];
        _breadth = (int)Math.Min(server.Request.MaxBreadth ?? uint.MaxValue, (uint)proxy.Options.MaxBreadth);
        _redirectsLeft = server.Request.To.Tag is null ? proxy.Options.MaxRedirects : 0;
        proxy.Entered();
    }

    internal Task StartAsync()
    {
        foreach (var group in _groups)
        {
            if (group.Count <= _breadth) continue;
            // RFC 5393 §5.3.3: with more branches at once than it may have, nothing is sent.
            Answered();
            _server.Respond(440);
            return Task.CompletedTask;
        }
        if (_server is InviteServerTransaction invite) invite.Cancelled += OnCancel;
        return ContinueAsync();
    }

    /// <summary>Sends to the next group of targets; to the one after when all of a group fail before they are sent; gives the final answer when none is left.</summary>
    private async Task TryNextAsync()
    {
        while (true)
        {
            IReadOnlyList<ProxyTarget> group;
            lock (_gate)
            {
                if (_answered) return;
                if (_closed || _next == _groups.Count)
                {
                    Conclude();
                    return;
                }
                group = _groups[_next++];
                if (_ringTime is not null) _proxy.Endpoint.Wheel.Stop(_ringTime);
            }
            if (Begin(await FindAsync(group).ConfigureAwait(false), _breadth)) return;
        }
    }

    private async ValueTask<List<(ProxyTarget Target, IReadOnlyList<SipFlow> Servers)>> FindAsync(IReadOnlyList<ProxyTarget> group)
    {
        var ways = new List<(ProxyTarget Target, IReadOnlyList<SipFlow> Servers)>(group.Count);
        foreach (var target in group)
        {
            if (await FindAsync(target).ConfigureAwait(false) is { Count: > 0 } servers) ways.Add((target, servers));
        }
        return ways;
    }

    private async ValueTask<IReadOnlyList<SipFlow>> FindAsync(ProxyTarget target)
    {
        if (target.Flow is { } flow) return [flow];
        var (_, nextHop) = Forwarding.Copy(_server.Request, target);
        var servers = await _proxy.Endpoint.FindTargetsAsync(nextHop, _proxy.Endpoint.Stopping).ConfigureAwait(false);
        if (servers.Count == 0)
        {
            lock (_gate) _best.Add(_server.CreateResponse(404, "Host Not Found"));
        }
        return servers;
    }

    /// <summary>One copy to one server of a target. In the lock.</summary>
    private void Send(ProxyTarget target, IReadOnlyList<SipFlow> servers, int which, int breadth)
    {
        var (copy, _) = Forwarding.Copy(_server.Request, target);
        _proxy.AddRecordRoute(copy, _server.Request, servers[which]);
        copy.Headers[SipHeaderName.MaxBreadth] = breadth.ToString(CultureInfo.InvariantCulture);
        _route.Complete?.Invoke(copy);
        _proxy.Endpoint.AddVia(copy, servers[which], LoopMark.Branch(_mark));
        var branch = new ProxyBranch(this, _proxy, copy, servers[which])
        {
            Next = which + 1 < servers.Count ? () => Send(target, servers, which + 1, breadth) : null,
            Breadth = breadth,
        };
        _branches.Add(branch);
        _pending++;
        branch.Start();
    }

    /// <summary>False when nothing is under way after it.</summary>
    /// <param name="breadth">What the ways divide among them; not less than their number.</param>
    private bool Begin(List<(ProxyTarget Target, IReadOnlyList<SipFlow> Servers)> ways, int breadth)
    {
        lock (_gate)
        {
            if (_closed || _answered) return false;
            // In the lock: no answer of the first is looked at before the last is sent.
            for (var i = 0; i < ways.Count; i++) Send(ways[i].Target, ways[i].Servers, 0, breadth / ways.Count + (i < breadth % ways.Count ? 1 : 0));
            if (ways.Count > 0 && _next < _groups.Count && _route.RingTime is { } ringTime && _server is InviteServerTransaction)
            {
                _ringTime ??= new WheelTimer(() => CancelAll("SIP;cause=408;text=\"No answer\""));
                _proxy.Endpoint.Wheel.Start(_ringTime, ringTime);
            }
            return ways.Count > 0;
        }
    }

    internal void OnResponse(ProxyBranch branch, SipResponse response)
    {
        List<NameAddr>? redirects;
        lock (_gate)
        {
            if (response.IsProvisional)
            {
                OnProvisional(branch, response);
                return;
            }
            if (response.IsSuccess)
            {
                OnSuccess(branch, response);
                return;
            }
            if (branch.Done) return;
            Settle(branch);
            // RFC 3263 §4.3, RFC 3261 §16.7 step 1: a server that is silent, gone or overloaded has others beside it.
            if (branch.Next is { } next && !_closed && !_answered && SipEndpoint.IsServerFailure(response))
            {
                try
                {
                    next();
                }
                catch (Exception e)
                {
                    _proxy.Endpoint.ReportFailure(e);
                    Fail();
                }
                return;
            }
            if (!response.IsLocallyGenerated) TakeOffVia(response);
            redirects = TakeContacts(response);
            if (redirects is not null) _pending++; // until they are sent to, nothing is decided
            else if (!Gather(response)) return;
        }
        _ = redirects is null ? ContinueAsync() : FollowAsync(branch, response, redirects);
    }

    /// <summary>A failure among others; false unless the next targets are to be tried.</summary>
    private bool Gather(SipResponse response)
    {
        _best.Add(response);
        if (response.StatusCode >= 600)
        {
            // §16.7 step 5: it speaks for the person, but is held back until the others have ended: one may have been answered.
            _closed = true;
            StopOthers(null);
        }
        if (_pending > 0 || _answered) return false;
        if (!_closed && _next < _groups.Count) return true;
        Conclude();
        return false;
    }

    private async Task ContinueAsync()
    {
        try
        {
            await TryNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _proxy.Endpoint.ReportFailure(e);
            lock (_gate) Fail();
        }
    }

    private void OnProvisional(ProxyBranch branch, SipResponse response)
    {
        if (response.StatusCode == 100 || branch.Done) return;
        branch.RestartTimerC();
        // RFC 4320 §4.1: none but 100 for what is not an INVITE.
        if (_answered || _server is not InviteServerTransaction) return;
        TakeOffVia(response);
        _server.Respond(response);
    }

    /// <summary>§16.7 step 5: every 2xx goes to the caller at once, repeated ones and those of other branches too, since only the caller can end what it did not want.</summary>
    private void OnSuccess(ProxyBranch branch, SipResponse response)
    {
        if (!branch.Done) Settle(branch);
        TakeOffVia(response);
        if (_answered)
        {
            (_server as InviteServerTransaction)?.ForwardSuccess(response);
            return;
        }
        _server.Respond(response);
        Answered();
        StopOthers(Elsewhere);
    }

    /// <summary>§16.7 step 3. Some telephones answer a cancelled INVITE with the Vias of the CANCEL, which has ours alone: the caller's are then put back.</summary>
    private void TakeOffVia(SipResponse response)
    {
        response.Headers.RemoveFirstValue(SipHeaderName.Via);
        if (!response.Headers.Contains(SipHeaderName.Via)) response.Headers.CopyFrom(_server.Request.Headers, SipHeaderName.Via);
    }

    private void OnCancel(SipRequest? cancel)
    {
        lock (_gate)
        {
            if (_answered || _cancelled) return;
            _closed = _cancelled = true;
            _reason = cancel?.Headers[SipHeaderName.Reason];
            StopOthers(_reason);
            if (_pending == 0) Conclude();
        }
    }

    private void CancelAll(string reason)
    {
        lock (_gate) StopOthers(reason);
    }

    private void StopOthers(string? reason)
    {
        foreach (var branch in _branches)
        {
            if (!branch.Done) branch.Cancel(reason);
        }
    }

    private void Settle(ProxyBranch branch)
    {
        branch.Finish();
        _pending--;
    }

    /// <summary>The final answer when nobody gave a 2xx.</summary>
    private void Conclude()
    {
        if (_answered) return;
        Answered();
        var final = _best.Final(_server, _cancelled ? 487 : 408);
        // RFC 4320 §4.2: the client of anything but an INVITE has timed out by itself; a 408 would only cost it more.
        if (final.StatusCode == 408 && !_server.Request.IsInvite) _server.Abandon();
        else _server.Respond(final);
    }

    /// <summary>Something here or in the user's <see cref="ProxyRoute.Complete"/> went wrong.</summary>
    private void Fail()
    {
        if (_answered) return;
        Answered();
        StopOthers(null);
        _server.Respond(500);
    }

    private void Answered()
    {
        _answered = true;
        if (_ringTime is not null) _proxy.Endpoint.Wheel.Stop(_ringTime);
        _proxy.Left();
    }
}
