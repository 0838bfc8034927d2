using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Sip.Tests;

/// <summary>A name server of the tests' own on a loopback port, UDP and TCP; what it answers is up to the test.</summary>
internal sealed class NameServer : IAsyncDisposable
{
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private readonly ConcurrentDictionary<(string, int), List<byte[]>> _records = new();

    public NameServer()
    {
        while (true)
        {
            _udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            _udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _tcp = new TcpListener((IPEndPoint)_udp.LocalEndPoint!);
            try
            {
                _tcp.Start();
                break;
            }
            catch (SocketException)
            {
                _udp.Dispose(); // the number is taken for TCP: another one
            }
        }
        Address = (IPEndPoint)_udp.LocalEndPoint!;
        _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint Address { get; }

    /// <summary>Every question, as <c>name type</c>, over TCP with <c>tcp</c> behind.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Changes the true answer into what is sent, or several; empty sends nothing.</summary>
    public Func<byte[], bool, IEnumerable<byte[]>> Answer { get; set; } = (answer, _) => [answer];

    /// <summary>Seconds that answers may be kept.</summary>
    public int TimeToLive { get; set; } = 60;

    public NameServer A(string name, string address) => Add(name, 1, IPAddress.Parse(address).GetAddressBytes());
    public NameServer Aaaa(string name, string address) => Add(name, 28, IPAddress.Parse(address).GetAddressBytes());
    public NameServer Cname(string name, string target) => Add(name, 5, Name(target));
    public NameServer Srv(string name, int priority, int weight, int port, string target) => Add(name, 33, [.. Number(priority), .. Number(weight), .. Number(port), .. Name(target)]);

    public NameServer Naptr(string name, int order, int preference, string flags, string service, string replacement) =>
        Add(name, 35, [.. Number(order), .. Number(preference), .. Text(flags), .. Text(service), .. Text(""), .. Name(replacement)]);

    public void Forget() => _records.Clear();

    public SipResolver Resolver(TimeProvider? time = null, Random? random = null) =>
        new(new SipResolverOptions { NameServers = [Address], UseHostsFile = false, Random = random }, time);

    private NameServer Add(string name, int type, byte[] data)
    {
        _records.GetOrAdd((name.ToLowerInvariant(), type), _ => []).Add(data);
        return this;
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var got = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stopping.Token);
                foreach (var answer in Answer(Reply(buffer.AsSpan(0, got.ReceivedBytes), false), false)) await _udp.SendToAsync(answer, got.RemoteEndPoint);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // An asker that is gone already, or the end.
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stopping.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stopping.Token);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question, _stopping.Token);
                foreach (var answer in Answer(Reply(question, true), true)) await stream.WriteAsync((byte[])[.. Number(answer.Length), .. answer], _stopping.Token);
            }
            catch (Exception e) when (e is SocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                // as above
            }
        }
    }

    private byte[] Reply(ReadOnlySpan<byte> question, bool tcp)
    {
        var (name, end) = ReadName(question, 12);
        var type = BinaryPrimitives.ReadUInt16BigEndian(question[end..]);
        Asked.Enqueue($"{name} {type}{(tcp ? " tcp" : "")}");
        List<byte> records = [];
        var count = 0;
        // An alias is answered together with what it stands for, as recursive servers do.
        var owner = name.ToLowerInvariant();
        for (var i = 0; i < 10 && _records.TryGetValue((owner, 5), out var alias); i++)
        {
            records.AddRange(Record(owner, 5, alias[0]));
            count++;
            owner = ReadName(alias[0], 0).Name;
        }
        foreach (var data in _records.GetValueOrDefault((owner, type)) ?? [])
        {
            records.AddRange(Record(owner, type, data));
            count++;
        }
        var known = count > 0 || _records.Keys.Any(key => key.Item1 == owner);
        return [.. question[..2], 0x81, (byte)(known ? 0x80 : 0x83), 0, 1, .. Number(count), 0, 0, 0, 0, .. question[12..(end + 4)], .. records];
    }

    public byte[] Record(string owner, int type, byte[] data) => [.. Name(owner), .. Number(type), 0, 1, .. Number(TimeToLive >> 16), .. Number(TimeToLive & 0xFFFF), .. Number(data.Length), .. data];

    private static (string Name, int End) ReadName(ReadOnlySpan<byte> message, int at)
    {
        var labels = new List<string>();
        for (int length = message[at++]; length > 0; length = message[at++])
        {
            labels.Add(Encoding.ASCII.GetString(message.Slice(at, length)));
            at += length;
        }
        return (string.Join('.', labels), at);
    }

    public static byte[] Name(string name) => [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(Text), 0];
    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    private static byte[] Number(int number) => [(byte)(number >> 8), (byte)number];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _tcp.Stop();
        await _serving;
        _udp.Dispose();
        _stopping.Dispose();
    }
}
