using System.Net;
using Portal.Sip;
using Portal.Sip.Authentication;

namespace Portal.Devices.Tests;

/// <summary>A telephone's SIP side over a real socket. Remembers the NOTIFYs it gets and answers them with 200.</summary>
internal sealed class TestPhone : ISipRequestHandler, IAsyncDisposable
{
    private readonly SipEndpoint _endpoint;
    private readonly SipTransportKind _transport;
    private readonly string _callId = SipToken.CallId();
    private uint _cseq;

    public TestPhone(SipTransportKind transport = SipTransportKind.Udp, string product = "Yealink SIP-T46G 28.83.0.130", string address = "127.0.0.1")
    {
        _transport = transport;
        _endpoint = new SipEndpoint(
            new SipEndpointOptions { Listen = [new(transport, IPAddress.Parse(address), 0)], Product = product }, [this]);
        _endpoint.Start();
    }

    public System.Collections.Concurrent.ConcurrentQueue<SipRequest> Notifies { get; } = new();

    public IPEndPoint Address => _endpoint.LocalEndPoints[0].Address;

    public string Method => SipMethod.Notify;

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        Notifies.Enqueue(transaction.Request);
        transaction.Respond(200);
        return default;
    }

    /// <summary>Registers, answering one challenge when there is a password.</summary>
    public async Task<SipResponse> RegisterAsync(
        IPEndPoint registrar, string user, string domain, string? password, string? aor = null, uint expires = 3600, string? contact = null, string? realm = null)
    {
        var flow = new SipFlow(_transport, registrar);
        var answer = await SendAsync(flow, user, domain, aor, expires, contact, null);
        return password is null || answer.StatusCode != 401
            ? answer
            : await SendAsync(flow, user, domain, aor, expires, contact, request =>
                DigestClient.TryAuthorize(request, answer, DigestCredential.FromPassword(user, realm ?? domain, password)));
    }

    /// <summary>Sends a REGISTER as it is, with whatever the caller does to it.</summary>
    public Task<SipResponse> SendAsync(SipFlow flow, string user, string domain, string? aor, uint expires, string? contact, Action<SipRequest>? change)
    {
        var to = new NameAddr(SipUri.Parse("sip:" + (aor ?? $"{user}@{domain}")));
        var request = SipRequest.Create(SipMethod.Register, new SipUri(null, domain), to, to, _callId, ++_cseq);
        if (contact is null)
        {
            request.Headers.Add(SipHeaderName.Contact, new NameAddr(_endpoint.ContactFor(flow, user)).ToString());
        }
        else if (contact.Length > 0)
        {
            request.Headers.Add(SipHeaderName.Contact, contact);
        }

        request.Headers.Add(SipHeaderName.Expires, expires.ToString(System.Globalization.CultureInfo.InvariantCulture));
        change?.Invoke(request);
        return _endpoint.SendRequestAsync(request, flow).WaitAsync(TimeSpan.FromSeconds(20));
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();
}
