using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Portal.Sip.Authentication;
using Portal.Sip.Events;
using Portal.Sip.Registration;

namespace Portal.Sip.Fuzz;

/// <summary>What a run against a server showed.</summary>
/// <param name="Streams">TCP connections that it took: one is used until the server closes it.</param>
public sealed record ServerOutcome(long Sent, long Answered, long Streams, int Errors, long MemoryBefore, long MemoryAfter, string? FirstError);

/// <summary>Messages over UDP, and one in ten over TCP, against a running server with a registrar, subscriptions and calls: it goes on answering, logs no error, and its memory does not grow.</summary>
public static class ServerRun
{
    public static async Task<ServerOutcome> RunAsync(Mutator mutator, long count, CancellationToken cancellation = default)
    {
        var errors = new ErrorLog();
        var notifier = new Notifier([new Lamp()]);
        await using var server = new SipEndpoint(
            new SipEndpointOptions { Listen = [new(SipTransportKind.Udp, IPAddress.Loopback, 0), new(SipTransportKind.Tcp, IPAddress.Loopback, 0)], Timers = Short },
            [new RegisterHandler(), new InviteHandler(), notifier], errors);
        server.Start();
        using var peer = new UdpClient(0, AddressFamily.InterNetwork);
        peer.Connect(server.LocalEndPoints[0].Address);
        peer.Client.ReceiveBufferSize = 4 << 20;

        using var stream = new TcpSender(server.LocalEndPoints[1].Address);
        long answered = 0, before = 0;
        for (long i = 0; i < count; i++)
        {
            if (i % 10 == 9) await stream.SendAsync(mutator.Next().ToArray(), cancellation); else peer.Client.Send(mutator.Next());
            // Loopback drops silently when it is flooded: every so often the server has to show that it is there.
            if (i % 200 == 199)
            {
                await AskAsync(peer, i, cancellation);
                answered++;
            }
            if (i == count / 2) before = await SettleAsync(server, cancellation);
        }
        var after = await SettleAsync(server, cancellation);
        return new ServerOutcome(count, answered, stream.Connections, errors.Count, before, after, errors.First);
    }

    // Transactions end after 640 ms instead of 32 s, so that the memory of many shows within the run.
    private static SipTimers Short => new() { T1 = TimeSpan.FromMilliseconds(10), T2 = TimeSpan.FromMilliseconds(80), T4 = TimeSpan.FromMilliseconds(100), D = TimeSpan.FromMilliseconds(640) };

    private static async Task AskAsync(UdpClient peer, long number, CancellationToken cancellation)
    {
        var port = ((IPEndPoint)peer.Client.LocalEndPoint!).Port;
        var callId = $"alive{number}";
        var options = Encoding.ASCII.GetBytes($"OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bK{callId}\r\nMax-Forwards: 70\r\n"
            + $"From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:127.0.0.1>\r\nCall-ID: {callId}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n");
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await peer.SendAsync(options, cancellation);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(1000);
            try
            {
                while (true)
                {
                    var answer = await peer.ReceiveAsync(limit.Token);
                    if (Encoding.ASCII.GetString(answer.Buffer).Contains(callId, StringComparison.Ordinal)) return;
                }
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Its answer, or the question, was dropped: once more.
            }
        }
        throw new TimeoutException($"The server no longer answers after {number} messages.");
    }

    /// <summary>Waits until the transactions are over, and gives the memory then in use.</summary>
    private static async Task<long> SettleAsync(SipEndpoint server, CancellationToken cancellation)
    {
        for (var i = 0; i < 100 && server.Live is not { ServerTransactions: 0, ClientTransactions: 0 }; i++) await Task.Delay(100, cancellation);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private sealed class RegisterHandler : ISipRequestHandler
    {
        private readonly DigestAuthenticator _digest = new();
        private readonly Registrar _registrar = new(new InMemoryLocationStore());
        private int _count;

        public string Method => SipMethod.Register;

        public ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
        {
            // One in two is let in without a password, so that the registrar sees messages too.
            if (Interlocked.Increment(ref _count) % 2 == 0)
            {
                transaction.Respond(_registrar.Process(transaction, transaction.Request.To.Uri.ToAddressOfRecord().ToString()));
                return default;
            }
            var result = _digest.Authenticate(transaction.Request, "example.com", proxy: false, _ => null, out _);
            var challenge = transaction.CreateResponse(401);
            _digest.Challenge(challenge, transaction.Request, "example.com", stale: result is DigestResult.Stale);
            transaction.Respond(challenge);
            return default;
        }
    }

    private sealed class InviteHandler : ISipRequestHandler
    {
        public string Method => SipMethod.Invite;

        public async ValueTask HandleAsync(SipServerTransaction transaction, CancellationToken cancellation)
        {
            var leg = transaction.Endpoint.CreateUasSession((InviteServerTransaction)transaction, "server", new SessionTimerOptions());
            leg.Progress(180);
            // Nobody acknowledges: the session ends itself by that.
            await leg.AnswerAsync("v=0\r\n"u8.ToArray(), "application/sdp");
            await leg.ByeAsync();
        }
    }

    private sealed class Lamp : IEventPackage
    {
        public string Name => "dialog";
        public string ContentType => DialogInfo.ContentType;
        public ValueTask<int?> AdmitAsync(SipServerTransaction subscribe, CancellationToken cancellation) => new((int?)null);
        public ReadOnlyMemory<byte> Describe(string resource, uint version) => DialogInfo.Write(resource, version, []);
    }

    private sealed class ErrorLog : ILogger<SipEndpoint>
    {
        private int _count;
        public int Count => _count;
        public string? First { get; private set; }
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel level) => level >= LogLevel.Error;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
        {
            if (level < LogLevel.Error) return;
            if (Interlocked.Increment(ref _count) == 1) First = $"{format(state, exception)} {exception}";
        }
    }
}
