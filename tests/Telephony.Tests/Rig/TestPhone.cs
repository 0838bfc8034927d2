using System.Net;
using System.Threading.Channels;
using Portal.Extensions.Contracts;
using Portal.Sip;
using Portal.Sip.Authentication;
using Portal.Testing;

namespace Portal.Telephony.Tests.Rig;

/// <summary>A small user agent: a SIP endpoint of its own on a loopback port, scripted by the test.</summary>
internal sealed class TestPhone : ISipRequestHandler, IAsyncDisposable
{
    public const string Offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 9 101\r\na=x-odd:left as it is\r\n";
    public const string Answer = "v=0\r\no=- 2 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 50000 RTP/AVP 8\r\n";
    public const string Hold = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=sendonly\r\n";
    public const string Sdp = "application/sdp";

    private readonly TestSwitch _switch;
    private readonly SipTransportKind _transport;
    private readonly SipEndpoint _endpoint;
    private readonly Channel<InviteUasSession> _incoming = Channel.CreateUnbounded<InviteUasSession>();

    private TestPhone(TestSwitch at, DirectoryEntry owner, SipTransportKind transport)
    {
        (_switch, Owner, _transport) = (at, owner, transport);
        _endpoint = new SipEndpoint(
            new SipEndpointOptions { Listen = [new(transport, IPAddress.Loopback, 0)], Product = "Test phone" }, [this]);
        _endpoint.Start();
        Address = _endpoint.LocalEndPoints[0].Address;
        Contact = new SipUri(owner.Number, "127.0.0.1", Address.Port);
    }

    public DirectoryEntry Owner { get; }

    public IPEndPoint Address { get; }

    public SipUri Contact { get; }

    /// <summary>How many calls have rung here.</summary>
    public int Rung { get; private set; }

    public SipEndpoint Endpoint => _endpoint;

    string ISipRequestHandler.Method => SipMethod.Invite;

    public static TestPhone Start(TestSwitch at, DirectoryEntry owner, SipTransportKind transport) => new(at, owner, transport);

    /// <summary>Begins a call; the caller's leg as the telephone sees it.</summary>
    public InviteUacSession Call(string number, string? body = Offer, string? password = null, Action<SipRequest>? change = null, SessionTimerOptions? timer = null)
    {
        var from = new NameAddr(new SipUri(Owner.Number, Owner.Domain), "Nobody Special");
        var to = new SipUri(number, Owner.Domain);
        var invite = SipRequest.Create(SipMethod.Invite, to, from, new NameAddr(to));
        if (body is not null)
        {
            invite.SetBody(body, Sdp);
        }

        change?.Invoke(invite);
        var flow = new SipFlow(_transport, _switch.Address);
        var session = _endpoint.CreateUacSession(invite, flow, Owner.Number, timer,
            DigestCredential.FromPassword(Owner.Number, Owner.Domain, password ?? People.PasswordOf(Owner)));
        session.Start();
        return session;
    }

    /// <summary>The next call that rings here.</summary>
    public async Task<InviteUasSession> RingsAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        return await _incoming.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>Rings and picks up the next call.</summary>
    public async Task<InviteUasSession> PicksUpAsync(string body = Answer)
    {
        var session = await RingsAsync();
        session.Progress(180);
        (await session.AnswerAsync(System.Text.Encoding.UTF8.GetBytes(body), Sdp)).ShouldNotBeNull();
        return session;
    }

    /// <summary>Refuses the next call with this status.</summary>
    public async Task RefusesAsync(int status, Action<SipResponse>? complete = null) => (await RingsAsync()).Reject(status, null, complete);

    public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        Rung++;
        _incoming.Writer.TryWrite(_endpoint.CreateUasSession((InviteServerTransaction)transaction, Owner.Number));
        return default;
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();
}

internal static class Legs
{
    /// <summary>The final answer to a call, with a deadline.</summary>
    public static Task<SipResponse> AnsweredAsync(this InviteUacSession session) => session.Final.WaitAsync(Eventually.Deadline);

    public static Task<SessionEnd> EndsAsync(this InviteSession session) => session.Ended.WaitAsync(Eventually.Deadline);
}
