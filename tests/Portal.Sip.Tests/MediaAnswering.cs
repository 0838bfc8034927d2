using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sip.Media;
using Portal.Sip.Sdp;

namespace Portal.Sip.Tests;

/// <summary>Answers one call with an echo, or with a sound of its own, as a voicemail would: SIP, SDP and RTP of ours together.</summary>
internal sealed class MediaAnswering(IReadOnlyList<SdpCodec> codecs, SrtpUse srtp = SrtpUse.WhenOffered) : ISipRequestHandler, IRtpHandler, IDisposable
{
    private readonly MediaClock _clock = new(NullLogger.Instance);
    private readonly RtpPorts _ports = TurnedClock.Ports();
    private readonly SdpNegotiation _negotiation = new(IPAddress.Loopback);
    private readonly JitterBuffer _heard = new(160);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte> _echoed = [];
    private volatile string _keys = "";

    public string Method => SipMethod.Invite;

    internal RtpSession? Session { get; private set; }

    internal SdpAgreedStream? Agreed { get; private set; }

    internal InviteSession? Call { get; private set; }

    internal string Keys => _keys;

    public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
    {
        var call = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "echo", new SessionTimerOptions());
        Session = new RtpSession(_clock, _ports, this, new RtpSessionOptions { ReportInterval = TimeSpan.FromSeconds(1) });
        if (Answer(call.Invite) is not { } answer)
        {
            Session.Dispose();
            call.Reject(488);
            return;
        }
        call.RequestReceived = async request =>
        {
            if (request is not InviteServerTransaction reinvite) return;
            var ok = reinvite.CreateResponse(200);
            ok.SetBody(Answer(reinvite.Request)!, "application/sdp");
            await call.AcceptAsync(reinvite, ok);
        };
        Call = call;
        await call.AnswerAsync(answer, "application/sdp");
    }

    private byte[]? Answer(SipRequest request)
    {
        SdpSession.TryParse(request.Body.Span, out var offer).ShouldBeTrue();
        var answer = _negotiation.Answer(offer!, new SdpStream { Port = Session!.LocalEndPoint.Port, Codecs = codecs, Srtp = srtp });
        if (answer.IsRefusal) return null;
        Agreed = answer.Streams.First(stream => !stream.IsRefused);
        Session.Apply(Agreed.ToParameters());
        return Encoding.UTF8.GetBytes(answer.Description.ToString());
    }

    public void Received(RtpSession session, in RtpPacket packet, long arrival) => _heard.Put(packet.Ssrc, packet.Timestamp, packet.Payload, arrival);

    /// <summary>What was sent back so far.</summary>
    internal byte[] Echoed
    {
        get
        {
            lock (_echoed) return [.. _echoed];
        }
    }

    public int Fill(RtpSession session, Span<byte> payload)
    {
        if (_heard.Take(out var frame) != FrameKind.Audio) return 0;
        frame.CopyTo(payload);
        lock (_echoed) _echoed.AddRange(frame);
        return frame.Length;
    }

    public void KeyPressed(RtpSession session, char key) => _keys += key;

    public void Left(RtpSession session) => _left.TrySetResult();

    internal Task HasLeft => _left.Task;

    public void Dispose()
    {
        Session?.Dispose();
        _clock.Dispose();
    }
}
