using Portal.Sip.Authentication;
using Portal.Sip.Trunks;

namespace Portal.Sip;

public sealed partial class Trunk
{
    /// <summary>
    /// Makes a call through the trunk: its INVITE goes to the targets that live, in order, with credentials where they are asked for (RFC 3261 §22) and the Service-Route of the
    /// registration (RFC 3608). Nothing is sent before <see cref="InviteUacSession.Start"/>.
    /// </summary>
    /// <param name="invite">From <see cref="SipRequest.Create"/>, with the number at the peer's domain as its Request-URI.</param>
    public async Task<TrunkCall> CreateCallAsync(SipRequest invite, string? contactUser = null, SessionTimerOptions? timer = null, CancellationToken cancellation = default)
    {
        if (!TryTakeChannel()) return Refuse(TrunkRefusal.Full);
        InviteUacSession? session = null;
        try
        {
            var (flows, targets) = await LivingAsync(cancellation).ConfigureAwait(false);
            if (flows.Count == 0) return Refuse(TrunkRefusal.NoTarget);
            Registration?.Route(invite);
            session = _endpoint.CreateUacSession(invite, flows, contactUser, timer, _options.Credentials ?? _options.Registration?.Credentials, _options.NextTargetAfter);
            // A 503 may come of too many calls: OPTIONS tells whether the target is well. Silence and refused connections say enough.
            session.TargetFailed = (flow, response) =>
            {
                if (response.IsLocallyGenerated && targets.TryGetValue(flow, out var target)) Failed(target, response.StatusCode);
            };
            _ = FollowAsync(session);
            return new TrunkCall(session);
        }
        finally
        {
            if (session is null) FreeChannel();
        }
    }

    /// <summary>True when this address is one of the peer's: of its sources, of its targets as they were found last, or the registrar's.</summary>
    public bool IsFrom(SipFlow source)
    {
        var address = source.Remote.Address;
        return _options.Sources.Any(network => network.Contains(address))
            || _targets.Any(target => target.Flows.Any(flow => flow.Remote.Address.Equals(address)))
            || (Registration?.Status is { State: OutboundRegistrationState.Registered, Server: { } server } && server.Remote.Address.Equals(address));
    }

    /// <summary>
    /// True when a request is the peer's: from its address or, where it has a login, with the right credentials. Else it has been answered, 403 or 401 with a challenge.
    /// </summary>
    public bool Admit(SipServerTransaction transaction)
    {
        var login = _options.Login;
        if ((login is null || _options.Sources.Count > 0) && !IsFrom(transaction.Source))
        {
            transaction.Respond(403);
            return false;
        }
        if (login is null) return true;
        var (authenticator, credential) = login;
        var result = authenticator.Authenticate(transaction.Request, credential.Realm, proxy: false, user => user == credential.UserName ? credential : null, out _);
        if (result == DigestResult.Ok) return true;
        var challenge = transaction.CreateResponse(401);
        authenticator.Challenge(challenge, transaction.Request, credential.Realm, stale: result is DigestResult.Stale or DigestResult.Replayed);
        transaction.Respond(challenge);
        return false;
    }

    /// <summary>
    /// Takes a call of the peer: <see cref="Admit"/>, then a channel until the session has ended. Null when it has been answered: 401, 403, or 503 with Q.850 cause 34 (no circuit, RFC 3398 §7.2.4.1) when the trunk is
    /// full.
    /// </summary>
    public InviteUasSession? Accept(InviteServerTransaction transaction, string? contactUser = null, SessionTimerOptions? timer = null)
    {
        if (!Admit(transaction)) return null;
        if (!TryTakeChannel())
        {
            _metrics.Refused(TrunkRefusal.Full);
            var full = transaction.CreateResponse(503);
            full.Headers.Add(SipHeaderName.Reason, "Q.850;cause=34;text=\"No circuit available\"");
            transaction.Respond(full);
            return null;
        }
        var session = _endpoint.CreateUasSession(transaction, contactUser, timer);
        _ = FreeAfterAsync(session);
        return session;
    }

    private async Task<(List<SipFlow> Flows, Dictionary<SipFlow, TrunkTargetHealth> Targets)> LivingAsync(CancellationToken cancellation)
    {
        List<SipFlow> flows = [];
        Dictionary<SipFlow, TrunkTargetHealth> targets = [];
        foreach (var target in _targets.Where(target => target.Now.IsUp))
        {
            foreach (var flow in target.Flows = await _endpoint.FindTargetsAsync(target.Uri, cancellation).ConfigureAwait(false))
            {
                if (targets.TryAdd(flow, target)) flows.Add(flow);
            }
        }
        // The server that holds our registration knows us best.
        if (Registration?.Status is { State: OutboundRegistrationState.Registered, Server: { } server } && flows.Remove(server)) flows.Insert(0, server);
        return (flows, targets);
    }

    private async Task FollowAsync(InviteUacSession session)
    {
        var final = await session.Final.ConfigureAwait(false);
        if (!final.IsLocallyGenerated && final.StatusCode != 503 && Array.Find(_targets, target => target.Flows.Contains(session.Target)) is { } target) Answered(target, final.StatusCode, null);
        await FreeAfterAsync(session).ConfigureAwait(false);
    }

    private async Task FreeAfterAsync(InviteSession session)
    {
        await session.Ended.ConfigureAwait(false);
        FreeChannel();
    }

    private TrunkCall Refuse(TrunkRefusal why)
    {
        _metrics.Refused(why);
        return new TrunkCall(null, why);
    }

    private bool TryTakeChannel()
    {
        if (Interlocked.Increment(ref _calls) > _options.MaxCalls && _options.MaxCalls > 0)
        {
            Interlocked.Decrement(ref _calls);
            return false;
        }
        _metrics.Calls(1);
        return true;
    }

    private void FreeChannel()
    {
        Interlocked.Decrement(ref _calls);
        _metrics.Calls(-1);
    }
}
