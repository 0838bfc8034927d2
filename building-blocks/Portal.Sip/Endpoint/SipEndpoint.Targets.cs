using Portal.Sip.Authentication;

namespace Portal.Sip;

/// <summary>Sending to whoever serves a URI, RFC 3263: one server after the other until one answers.</summary>
public sealed partial class SipEndpoint
{
    private SipResolver? _resolver;

    /// <summary>Finds servers; that of the options, or one with the system's name servers.</summary>
    public SipResolver Resolver => _options.Resolver ?? LazyInitializer.EnsureInitialized(ref _resolver, () => new SipResolver(null, Time));

    /// <summary>The servers of a URI, best first, as far as this endpoint has a transport and an address family for them (RFC 3263 §4).</summary>
    public async Task<IReadOnlyList<SipFlow>> FindTargetsAsync(SipUri uri, CancellationToken cancellation = default)
    {
        var found = await Resolver.ResolveAsync(uri, cancellation).ConfigureAwait(false);
        return [.. found.Where(target => TransportFor(target) is not null)];
    }

    /// <summary>Makes a leg to ring through the first of several servers that takes the call; nothing is sent before <see cref="InviteUacSession.Start"/>.</summary>
    /// <param name="targets">From <see cref="FindTargetsAsync"/>; at least one.</param>
    /// <param name="nextTargetAfter">How long a server may be silent before the next is tried; null: 64*T1.</param>
    public InviteUacSession CreateUacSession(
        SipRequest invite, IReadOnlyList<SipFlow> targets, string? contactUser = null, SessionTimerOptions? timer = null, DigestCredentials? credentials = null, TimeSpan? nextTargetAfter = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(targets.Count, nameof(targets));
        return new(this, invite, targets, contactUser, timer, credentials) { NextTargetAfter = nextTargetAfter };
    }

    /// <summary>
    /// Sends a request other than INVITE and ACK to the first server that takes it: after a timeout, a transport error or a 503 it goes to the next, in a transaction of its
    /// own (RFC 3263 §4.3). Challenges are answered where there are credentials (RFC 3261 §22). Returns the last final response; a local 503 when there is no server.
    /// </summary>
    /// <param name="targets">From <see cref="FindTargetsAsync"/>.</param>
    /// <param name="request">Stays as it is; what is sent is a copy. CSeq rises by one with each challenge answered: see the response's.</param>
    public async Task<SipResponse> SendRequestAsync(SipRequest request, IReadOnlyList<SipFlow> targets, DigestCredentials? credentials = null, CancellationToken cancellation = default) =>
        (await SendAsync(request, targets, credentials, cancellation).ConfigureAwait(false)).Response;

    /// <summary>The same, to the servers of the topmost Route or else of the Request-URI (RFC 3261 §8.1.2).</summary>
    public async Task<SipResponse> SendRequestAsync(SipRequest request, DigestCredentials? credentials = null, CancellationToken cancellation = default)
    {
        var next = request.Headers.TryGetAddresses(SipHeaderName.Route, out var routes) && routes.Count > 0 ? routes[0].Uri : request.Uri;
        return await SendRequestAsync(request, await FindTargetsAsync(next, cancellation).ConfigureAwait(false), credentials, cancellation).ConfigureAwait(false);
    }

    /// <summary>True for what sends a request on to the next server.</summary>
    internal static bool IsServerFailure(SipResponse response) => response.StatusCode == 503 || (response.IsLocallyGenerated && response.StatusCode == 408);

    /// <summary>The response and the server that gave it; null when there was none to ask.</summary>
    internal async Task<(SipResponse Response, SipFlow? Flow)> SendAsync(SipRequest request, IReadOnlyList<SipFlow> targets, DigestCredentials? credentials, CancellationToken cancellation)
    {
        var response = SipResponse.CreateLocal(request, 503);
        SipFlow? asked = null;
        var next = request;
        foreach (var target in targets)
        {
            asked = target;
            (response, next) = await SendToAsync(next, target, credentials, cancellation).ConfigureAwait(false);
            if (!IsServerFailure(response)) break;
        }
        return (response, asked);
    }

    /// <summary>One server, its challenges answered.</summary>
    private async Task<(SipResponse Response, SipRequest Sent)> SendToAsync(SipRequest request, SipFlow target, DigestCredentials? credentials, CancellationToken cancellation)
    {
        var attempt = credentials?.Begin();
        var next = WithoutVia(request);
        attempt?.Authorize(next);
        while (true)
        {
            var response = await SendRequest(next, target).Final.WaitAsync(cancellation).ConfigureAwait(false);
            if (attempt is null || response.StatusCode is not (401 or 407)) return (response, next);
            var again = WithoutVia(next);
            if (!attempt.TryAnswer(again, response)) return (response, next);
            again.Headers[SipHeaderName.CSeq] = new CSeq(next.CSeq.Number + 1, next.Method).ToString();
            next = again;
        }
    }

    private static SipRequest WithoutVia(SipRequest request)
    {
        var copy = request.Clone();
        copy.Headers.Remove(SipHeaderName.Via);
        return copy;
    }
}
