using System.Net;
using System.Threading.Channels;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Sip.Registration;
using Portal.Telephony.Contracts;
using Portal.Testing;
using Portal.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Forwarding.Tests;

/// <summary>A telephone on a loopback port, registered with the switch, that counts and refuses what rings.</summary>
internal sealed class Handset : ISipRequestHandler, IAsyncDisposable
{
    private const string Offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n";

    private readonly TestPortal _portal;
    private readonly DirectoryEntry _owner;
    private readonly SipEndpoint _endpoint;
    private readonly Channel<InviteUasSession> _incoming = Channel.CreateUnbounded<InviteUasSession>();

    public Handset(TestPortal portal, ILocationStore locations, DirectoryEntry owner)
    {
        (_portal, _owner) = (portal, owner);
        _endpoint = new SipEndpoint(new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0)] }, [this]);
        _endpoint.Start();
        var address = _endpoint.LocalEndPoints[0].Address;
        var now = portal.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var binding = new Binding
        {
            Aor = new SipUri(owner.Number, owner.Domain).ToAddressOfRecord().ToString(), Contact = new SipUri(owner.Number, "127.0.0.1", address.Port),
            Flow = new SipFlow(SipTransportKind.Udp, address), CallId = SipToken.CallId(), CSeq = 1, ExpiresAt = now.AddDays(30), RegisteredAt = now, RefreshedAt = now,
        };
        locations.Update(binding.Aor, _ => [binding]);
    }

    string ISipRequestHandler.Method => SipMethod.Invite;

    /// <summary>The final answer to a call.</summary>
    public Task<SipResponse> CallAsync(string number)
    {
        var to = new SipUri(number, _owner.Domain);
        var invite = SipRequest.Create(SipMethod.Invite, to, new NameAddr(new SipUri(_owner.Number, _owner.Domain)), new NameAddr(to));
        invite.SetBody(Offer, "application/sdp");
        var session = _endpoint.CreateUacSession(
            invite, new SipFlow(SipTransportKind.Udp, _portal.Services.GetRequiredService<ISipListener>().Address!), _owner.Number, null,
            DigestCredential.FromPassword(_owner.Number, _owner.Domain, Colleagues.PasswordOf(_owner)));
        session.Start();
        return session.Final.WaitAsync(Eventually.Deadline);
    }

    /// <summary>Waits for the next call and refuses it.</summary>
    public async Task RingsAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        (await _incoming.Reader.ReadAsync(deadline.Token)).Reject(603);
    }

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        _incoming.Writer.TryWrite(_endpoint.CreateUasSession((InviteServerTransaction)transaction, _owner.Number));
        return default;
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();
}
