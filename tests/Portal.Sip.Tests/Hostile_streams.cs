using System.Net;
using System.Net.Sockets;
using System.Text;
using Portal.Sip.Transport;
using Portal.Testing;
using Portal.Testing.Clock;

namespace Portal.Sip.Tests;

/// <summary>Peers over TCP that take without giving. The honest telephone is at 127.0.0.100, the others at 127.0.1.x.</summary>
public sealed class Hostile_streams : IAsyncDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<Socket> _sockets = [];
    private StreamTransport _transport = null!;
    private SipEndpoint _server = null!;

    [Fact]
    public async Task A_thousand_silent_connections_leave_room_for_the_honest_and_are_closed()
    {
        var server = Serve(new SipTcpOptions { MaxConnections = 400, MaxConnectionsPerAddress = 30 });
        for (var peer = 1; peer <= 10; peer++)
        {
            for (var i = 0; i < 100; i++) await ConnectAsync($"127.0.1.{peer}", server);
        }
        await Eventually.TrueAsync(() => _sockets.Count(IsClosed) == 700);
        _transport.Connections.ShouldBe(300);
        using var honest = await AnswersAsync(server);
        // The answer is here before the server knows that it is sent; time must not jump in between, or it looks like a peer that does not read.
        await Eventually.TrueAsync(() => !_transport.IsWriting);

        Wait(31);
        await Eventually.TrueAsync(() => _sockets.TrueForAll(IsClosed));
        // The honest one has spoken and stays.
        await Eventually.TrueAsync(() => _transport.Connections == 1);
    }

    [Fact]
    public async Task When_silent_connections_take_all_there_are_the_honest_waits_no_longer_than_they_last()
    {
        var server = Serve(new SipTcpOptions { MaxConnections = 50, MaxConnectionsPerAddress = 25 });
        for (var i = 0; i < 50; i++) await ConnectAsync($"127.0.1.{1 + i % 2}", server);
        await Eventually.TrueAsync(() => _transport.Connections == 50);
        var shutOut = await ConnectAsync("127.0.0.100", server);
        await Eventually.TrueAsync(() => IsClosed(shutOut));
        Wait(31);
        await Eventually.TrueAsync(() => _transport.Connections == 0);
        (await AnswersAsync(server)).Dispose();
    }

    [Fact]
    public async Task One_octet_a_second_does_not_last_longer_than_half_a_message_may()
    {
        var server = Serve();
        var drip = await ConnectAsync("127.0.1.1", server);
        var request = Encoding.ASCII.GetBytes(Messages.Options("drip", "TCP"));
        var sent = await DripAsync(drip, request);
        sent.ShouldBeLessThan(request.Length);
        _server.Statistics.MessagesReceived.ShouldBe(0);
        (await AnswersAsync(server)).Dispose();
    }

    [Fact]
    public async Task Line_breaks_alone_do_not_keep_a_connection_open()
    {
        var server = Serve();
        var drip = await ConnectAsync("127.0.1.1", server);
        (await DripAsync(drip, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("\r\n", 5_000))))).ShouldBeLessThan(10_000);
        (await AnswersAsync(server)).Dispose();
    }

    [Fact]
    public async Task A_peer_that_asks_much_and_reads_nothing_is_given_up_before_its_answers_fill_memory()
    {
        var server = Serve(new SipTcpOptions { MaxQueuedBytes = 64 * 1024 });
        var greedy = await ConnectAsync("127.0.1.1", server);
        // Every answer repeats this name: what is asked is what has to wait.
        var request = Encoding.ASCII.GetBytes(Messages.Options("greedy", "TCP").Replace("<sip:probe@", $"\"{new string('x', 12_000)}\" <sip:probe@"));
        var sent = 0;
        var refused = await Task.Run(() =>
        {
            greedy.SendTimeout = 10_000;
            try
            {
                for (; sent < 20_000; sent++) greedy.Send(request);
                return false;
            }
            catch (SocketException)
            {
                return true;
            }
        });
        refused.ShouldBeTrue($"{sent} requests of {request.Length} octets were taken");
        await Eventually.TrueAsync(() => _transport.Connections == 0);
        (await AnswersAsync(server)).Dispose();
    }

    [Fact]
    public async Task A_peer_that_stops_reading_is_given_up_after_a_while()
    {
        var server = Serve(new SipTcpOptions { MaxQueuedBytes = 64 * 1024 * 1024 });
        var lazy = await ConnectAsync("127.0.1.1", server);
        var request = Encoding.ASCII.GetBytes(Messages.Options("lazy", "TCP").Replace("<sip:probe@", $"\"{new string('x', 12_000)}\" <sip:probe@"));
        // More than the system's own buffers hold, less than we would queue.
        await Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++) lazy.Send(request);
        });
        await Eventually.TrueAsync(() => _server.Statistics.MessagesReceived == 2_000);
        _transport.Connections.ShouldBe(1);
        // Long before it would be closed for saying nothing.
        for (var waited = 0; waited < 100; waited += 25) Wait(25);
        await Eventually.TrueAsync(() => _transport.Connections == 0);
        (await AnswersAsync(server)).Dispose();
    }

    private IPEndPoint Serve(SipTcpOptions? options = null)
    {
        _transport = new StreamTransport(new IPEndPoint(IPAddress.Loopback, 0), options ?? new SipTcpOptions(), _clock);
        _server = new SipEndpoint(new SipEndpointOptions { Transports = [_transport] }, time: _clock);
        _server.Start();
        return _transport.LocalEndPoint;
    }

    private void Wait(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private async Task<Socket> ConnectAsync(string from, IPEndPoint server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(server);
        _sockets.Add(socket);
        return socket;
    }

    /// <summary>An octet and a second, in turn, until the server has had enough; how many were sent.</summary>
    private async Task<int> DripAsync(Socket socket, byte[] octets)
    {
        var sent = 0;
        await Eventually.TrueAsync(() =>
        {
            if (IsClosed(socket) || sent == octets.Length) return true;
            try
            {
                sent += socket.Send(octets, sent, 1, SocketFlags.None);
            }
            catch (SocketException)
            {
                return true;
            }
            Wait(1);
            return false;
        });
        await Eventually.TrueAsync(() => IsClosed(socket));
        return sent;
    }

    private static async Task<TcpPeer> AnswersAsync(IPEndPoint server)
    {
        var honest = await TcpPeer.ConnectAsync(server, IPAddress.Parse("127.0.0.100"));
        await honest.SendAsync(Messages.Options("honest", "TCP"));
        ((SipResponse)(await honest.ReceiveAsync())!).StatusCode.ShouldBe(200);
        return honest;
    }

    /// <summary>Whether the other side has closed; what it has sent before is taken out of the way.</summary>
    private static bool IsClosed(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (socket.Poll(0, SelectMode.SelectRead))
            {
                if (socket.Receive(buffer) == 0) return true;
            }
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets) socket.Dispose();
        await _server.DisposeAsync();
    }
}
