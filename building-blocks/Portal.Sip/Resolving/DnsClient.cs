using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Portal.Sip.Resolving;

/// <summary>
/// A stub resolver: asks the name servers in turn, by UDP from a new port with a random id each time, by TCP where the answer was cut short. Answers and
/// their absence are kept as long as the domain says.
/// </summary>
internal sealed class DnsClient(IReadOnlyList<IPEndPoint> servers, TimeSpan patience, TimeProvider time)
{
    private const int Rounds = 2;
    private const int MaxKept = 10_000;
    // Somebody who floods us with wrong answers gets no more of our time than one who sends none.
    private const int MaxStrangers = 100;

    private static readonly TimeSpan StaleTimeToLive = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StaleLongest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string, DnsType), (DnsAnswer Answer, DateTimeOffset Until)> _kept = [];
    private readonly Dictionary<(string, DnsType), Task<DnsAnswer?>> _asking = [];

    /// <summary>The records of this name and type; null when no server told.</summary>
    internal Task<DnsAnswer?> AskAsync(string name, DnsType type, CancellationToken cancellation)
    {
        var key = (name.TrimEnd('.').ToLowerInvariant(), type);
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out var kept) && kept.Until > time.GetUtcNow()) return Task.FromResult<DnsAnswer?>(kept.Answer);
            // Who asks for the same at the same time waits for the same answer: one question is open, and one can be guessed at.
            if (_asking.TryGetValue(key, out var asking)) return asking.WaitAsync(cancellation);
            var task = Task.Run(() => AskAndKeepAsync(key), CancellationToken.None);
            _asking[key] = task;
            return task.WaitAsync(cancellation);
        }
    }

    private async Task<DnsAnswer?> AskAndKeepAsync((string Name, DnsType Type) key)
    {
        DnsAnswer? answer = null;
        try
        {
            answer = await AskServersAsync(key.Name, key.Type).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) answer = Keep(key, answer);
        }
        return answer;
    }

    private DnsAnswer? Keep((string Name, DnsType Type) key, DnsAnswer? answer)
    {
        _asking.Remove(key);
        var now = time.GetUtcNow();
        if (answer is null)
        {
            // RFC 8767: when no name server answers, what was true before is better than nothing, for a day.
            if (!_kept.TryGetValue(key, out var old) || now - old.Until > StaleLongest) return null;
            _kept[key] = (old.Answer, now + StaleTimeToLive);
            return old.Answer;
        }
        if (_kept.Count >= MaxKept) _kept.Clear();
        if (answer.TimeToLive > TimeSpan.Zero) _kept[key] = (answer, now + answer.TimeToLive);
        return answer;
    }

    private async Task<DnsAnswer?> AskServersAsync(string name, DnsType type)
    {
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var server in servers)
            {
                if (await AskServerAsync(server, name, type).ConfigureAwait(false) is { } answer) return answer;
            }
        }
        return null;
    }

    private async Task<DnsAnswer?> AskServerAsync(IPEndPoint server, string name, DnsType type)
    {
        Span<byte> random = stackalloc byte[2];
        SipToken.Fill(random);
        var id = BinaryPrimitives.ReadUInt16BigEndian(random);
        if (!DnsMessage.TryWriteQuestion(id, name, type, out var question)) return null;
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            var (verdict, answer) = await AskByUdpAsync(server, question, id, name, type, limit.Token).ConfigureAwait(false);
            if (verdict == DnsVerdict.Truncated) answer = await AskByTcpAsync(server, question, id, name, type, limit.Token).ConfigureAwait(false);
            return answer;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or IOException)
        {
            return null; // not there, or silent: the next
        }
    }

    private static async Task<(DnsVerdict, DnsAnswer?)> AskByUdpAsync(IPEndPoint server, byte[] question, ushort id, string name, DnsType type, CancellationToken limit)
    {
        // A socket of its own: the system gives it a random port, and takes nothing from another address.
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(server, limit).ConfigureAwait(false);
        await socket.SendAsync(question, limit).ConfigureAwait(false);
        var buffer = new byte[4096];
        for (var i = 0; i < MaxStrangers; i++)
        {
            var count = await socket.ReceiveAsync(buffer, limit).ConfigureAwait(false);
            var verdict = DnsMessage.Read(buffer.AsSpan(0, count), id, name, type, out var answer);
            if (verdict != DnsVerdict.NotOurs) return (verdict, answer);
        }
        return (DnsVerdict.Failed, null);
    }

    private static async Task<DnsAnswer?> AskByTcpAsync(IPEndPoint server, byte[] question, ushort id, string name, DnsType type, CancellationToken limit)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, limit).ConfigureAwait(false);
        await using var stream = new NetworkStream(socket);
        var framed = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)question.Length);
        question.CopyTo(framed, 2);
        await stream.WriteAsync(framed, limit).ConfigureAwait(false);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, limit).ConfigureAwait(false);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(message, limit).ConfigureAwait(false);
        return DnsMessage.Read(message, id, name, type, out var answer) == DnsVerdict.Answer ? answer : null;
    }
}
