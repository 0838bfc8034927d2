using System.Net;
using System.Text;

namespace Portal.Sip.Tests;

/// <summary>A transport without a network: what the endpoint sends is kept, what it shall receive is put in by the test.</summary>
internal sealed class MemoryTransport(SipTransportKind kind = SipTransportKind.Udp, IPEndPoint? at = null) : ISipTransport
{
    private readonly List<(SipFlow Flow, SipMessage Message)> _sent = [];
    private ISipReceiver? _receiver;
    private int _pings;

    public static readonly IPEndPoint Phone = new(IPAddress.Parse("192.0.2.77"), 5062);

    public SipTransportKind Kind => kind;
    public IPEndPoint LocalEndPoint { get; } = at ?? new(IPAddress.Parse("192.0.2.1"), 5060);

    /// <summary>Sends fail while this is set.</summary>
    public Exception? Broken { get; set; }

    public SipFlow PhoneFlow => new(kind, Phone, kind == SipTransportKind.Udp ? 0 : 7, LocalEndPoint);

    /// <summary>An answer to a malformed request repeats what was malformed in it; true where that is not to be read.</summary>
    public bool AnswersTheUnreadable { get; set; }

    /// <summary>How many messages were sent, and how many octets in all.</summary>
    public int SentCount { get; private set; }
    public int SentOctets { get; private set; }

    public IReadOnlyList<SipMessage> Sent { get { lock (_sent) return [.. _sent.Select(item => item.Message)]; } }
    public IReadOnlyList<SipFlow> SentTo { get { lock (_sent) return [.. _sent.Select(item => item.Flow)]; } }
    public IReadOnlyList<SipRequest> Requests => [.. Sent.OfType<SipRequest>()];
    public IReadOnlyList<SipResponse> Responses => [.. Sent.OfType<SipResponse>()];

    public void Start(ISipReceiver receiver) => _receiver = receiver;

    public void Send(SipFlow flow, ReadOnlyMemory<byte> octets, Action<Exception>? failed)
    {
        if (Broken is { } cause)
        {
            if (failed is not null) ThreadPool.QueueUserWorkItem(_ => failed(cause));
            return;
        }
        if (!octets.Span.ContainsAnyExcept("\r\n"u8))
        {
            Interlocked.Increment(ref _pings);
            return;
        }
        lock (_sent)
        {
            SentCount++;
            SentOctets += octets.Length;
        }
        var readable = SipParser.TryParse(octets.ToArray(), out var message, out var error);
        if (!readable && AnswersTheUnreadable) return;
        readable.ShouldBeTrue(error?.Reason);
        lock (_sent) _sent.Add((flow, message!));
    }

    public void Receive(SipMessage message) => Receive(message.ToBytes());
    public void Receive(SipMessage message, SipFlow from) => _receiver!.Receive(message.ToBytes(), from);
    public void Receive(string text) => Receive(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));
    public void Receive(byte[] octets) => _receiver!.Receive(octets, PhoneFlow);

    /// <summary>Keep-alives sent.</summary>
    public int Pings => Volatile.Read(ref _pings);

    /// <summary>The peer answers a keep-alive, or its connection ends.</summary>
    public void Pong() => _receiver!.ReceivePong(PhoneFlow);
    public void Close() => _receiver!.Closed(PhoneFlow);

    public void Forget()
    {
        lock (_sent) _sent.Clear();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
