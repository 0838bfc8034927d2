using System.Globalization;
using Portal.Sip.Outbound;

namespace Portal.Sip;

public sealed partial class OutboundRegistration
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    // §10.2: all registrations of a UAC use the same Call-ID, with a CSeq that rises.
    private readonly string _callId = SipToken.CallId();
    private uint _cseq;
    private TimeSpan _asking;

    private sealed record Outcome(bool IsRegistered, int StatusCode, string Reason, SipFlow? Server, TimeSpan Granted = default, TimeSpan RetryAfter = default);

    /// <summary>One round through the servers; the one that holds the registration is asked first.</summary>
    private async Task<Outcome> RegisterAsync(CancellationToken stopping)
    {
        var outcome = new Outcome(false, 503, "No server was found.", null);
        if (Status is { State: OutboundRegistrationState.Registered, Server: { } holding })
        {
            outcome = await AskAsync(holding, _asking, stopping).ConfigureAwait(false);
            if (!IsWorthAnotherServer(outcome)) return outcome;
        }
        IReadOnlyList<SipUri> servers = _options.Servers.Count > 0 ? _options.Servers : [_options.Registrar];
        foreach (var server in servers)
        {
            foreach (var target in await _endpoint.FindTargetsAsync(server, stopping).ConfigureAwait(false))
            {
                outcome = await AskAsync(target, _asking, stopping).ConfigureAwait(false);
                if (!IsWorthAnotherServer(outcome)) return outcome;
            }
        }
        return outcome;
    }

    /// <summary>A server's own trouble; what it says about the account would be said elsewhere too.</summary>
    private static bool IsWorthAnotherServer(Outcome outcome) => !outcome.IsRegistered && outcome.StatusCode is 408 or 430 or (>= 500 and < 600);

    /// <summary>Asks one server for this lifetime; zero unregisters.</summary>
    private async Task<Outcome> AskAsync(SipFlow server, TimeSpan expires, CancellationToken cancellation)
    {
        var response = await SendAsync(server, expires, cancellation).ConfigureAwait(false);
        // §10.2.8: too brief for this registrar. Asked once more with what it demands, and so from then on.
        if (response.StatusCode == 423 && expires > TimeSpan.Zero && MinExpires(response) is { } demanded && demanded > expires && demanded <= _options.LongestExpires)
        {
            _asking = demanded;
            response = await SendAsync(server, demanded, cancellation).ConfigureAwait(false);
        }
        if (expires == TimeSpan.Zero) return new Outcome(false, response.StatusCode, response.Reason, server);
        if (!response.IsSuccess) return new Outcome(false, response.StatusCode, response.Reason, server, RetryAfter: RetryAfterOf(response));
        var granted = Granted(response, server);
        if (granted <= TimeSpan.Zero) return new Outcome(false, response.StatusCode, "The registrar did not keep the registration.", server);
        ServiceRoute = response.Headers.TryGetAddresses(SipHeaderName.ServiceRoute, out var routes) ? routes : [];
        Keep(server, response);
        return new Outcome(true, response.StatusCode, response.Reason, server, granted);
    }

    private async Task<SipResponse> SendAsync(SipFlow server, TimeSpan expires, CancellationToken cancellation)
    {
        var seconds = ((int)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var account = new NameAddr(_options.AddressOfRecord);
        var request = SipRequest.Create(SipMethod.Register, _options.Registrar, account, account, _callId, _cseq + 1);
        request.Headers
            .Add(SipHeaderName.Contact, ContactAt(server).With(ContactParameters(seconds)).ToString())
            .Add(SipHeaderName.Expires, seconds)
            // RFC 3327 §5.1: a proxy between may want to stay on the way of calls to us.
            .Add(SipHeaderName.Supported, _options.InstanceId is null ? "path" : "path, outbound")
            .Add(SipHeaderName.Allow, _endpoint.AllowHeader);
        var (response, _) = await _endpoint.SendAsync(request, [server], _options.Credentials, cancellation).ConfigureAwait(false);
        _cseq = Math.Max(_cseq + 1, response.CSeq.Number);
        return response;
    }

    private NameAddr ContactAt(SipFlow server) => new(_endpoint.ContactFor(server, _options.ContactUser ?? _options.AddressOfRecord.UserText));

    private SipParameters ContactParameters(string seconds)
    {
        var parameters = SipParameters.Empty.With("expires", seconds);
        return _options.InstanceId is { } instance
            ? parameters.With("+sip.instance", $"\"<{instance}>\"").With("reg-id", _options.FlowId.ToString(CultureInfo.InvariantCulture))
            : parameters;
    }

    /// <summary>§10.2.4: what the answer says of our Contact, or else of all.</summary>
    private TimeSpan Granted(SipResponse response, SipFlow server)
    {
        var ours = ContactAt(server).Uri;
        if (response.Headers.TryGetAddresses(SipHeaderName.Contact, out var contacts))
        {
            foreach (var contact in contacts)
            {
                if (contact.Uri.User == ours.User && contact.Uri.Host.Equals(ours.Host, StringComparison.OrdinalIgnoreCase) && contact.Uri.Port == ours.Port
                    && uint.TryParse(contact.Parameters["expires"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return Bounded(seconds);
            }
        }
        return response.Expires is { } all ? Bounded(all) : _asking;
    }

    private TimeSpan Bounded(uint seconds) => TimeSpan.FromSeconds(Math.Min(seconds, _options.LongestExpires.TotalSeconds));

    private static TimeSpan? MinExpires(SipResponse response) =>
        response.Headers.TryGet(SipHeaderName.MinExpires, out var line) && Ascii.TryNumber(line, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>§20.33; a comment or parameters may follow the number.</summary>
    private static TimeSpan RetryAfterOf(SipResponse response)
    {
        var text = response.Headers[SipHeaderName.RetryAfter]?.Split([' ', ';', '('])[0];
        if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.Zero;
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestRetryAfter.TotalSeconds));
    }

    /// <summary>The flow stays as it is over a refresh; only another one needs another watch.</summary>
    private void Keep(SipFlow server, SipResponse response)
    {
        if (!_options.KeepAlive) return;
        FlowKeepAlive? old;
        FlowKeepAlive made;
        lock (_gate)
        {
            old = _keepAlive;
            if (old is not null && old.IsOf(server)) return;
            var named = uint.TryParse(response.Headers["Flow-Timer"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 10 and <= 3600;
            var answers = named || response.Headers.HasToken(SipHeaderName.Require, "outbound");
            _keepAlive = made = new FlowKeepAlive(_endpoint, server, named ? TimeSpan.FromSeconds(seconds) : null, answers, _random, OnFlowFailed);
        }
        old?.Dispose();
        made.Start();
    }
}
