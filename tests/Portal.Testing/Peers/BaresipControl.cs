using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Portal.Testing.Peers;

/// <summary>Baresip's control connection: JSON messages, each framed as a netstring, over TCP.</summary>
internal sealed class BaresipControl : IDisposable
{
    private readonly TcpClient connection;
    private readonly NetworkStream stream;
    private readonly List<BaresipEvent> events = [];
    private readonly HashSet<int> taken = [];
    private readonly Dictionary<string, TaskCompletionSource<string>> asked = [];
    private readonly Task reading;
    private TaskCompletionSource changed = New();
    private int lastToken;

    private BaresipControl(TcpClient connection)
    {
        this.connection = connection;
        stream = connection.GetStream();
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Null while nothing listens on the port.</summary>
    public static async Task<BaresipControl?> TryConnectAsync(int port)
    {
        var connection = new TcpClient { NoDelay = true };
        try
        {
            await connection.ConnectAsync("127.0.0.1", port);
            return new BaresipControl(connection);
        }
        catch (SocketException)
        {
            connection.Dispose();
            return null;
        }
    }

    public IReadOnlyList<BaresipEvent> Events
    {
        get
        {
            lock (events)
            {
                return [.. events];
            }
        }
    }

    /// <summary>The oldest event that fits and was not returned before; null at the deadline.</summary>
    public async Task<BaresipEvent?> NextAsync(Func<BaresipEvent, bool> fits, TimeSpan deadline)
    {
        using var limit = new CancellationTokenSource(deadline);
        while (true)
        {
            Task news;
            lock (events)
            {
                for (var index = 0; index < events.Count; index++)
                {
                    if (!taken.Contains(index) && fits(events[index]))
                    {
                        taken.Add(index);
                        return events[index];
                    }
                }
                news = changed.Task;
            }
            try
            {
                await news.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    public async Task<string> AskAsync(string command, string parameters)
    {
        var token = Interlocked.Increment(ref lastToken).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (asked)
        {
            asked[token] = answer;
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(new { command, @params = parameters, token });
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"{json.Length}:"), .. json, (byte)',']);
        return await answer.Task.WaitAsync(Eventually.Deadline);
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await ReadMessageAsync() is { } message)
            {
                Handle(JsonDocument.Parse(message).RootElement);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // The phone was stopped: whoever waits is told below.
        }
        lock (asked)
        {
            foreach (var answer in asked.Values)
            {
                answer.TrySetException(new IOException("baresip has ended."));
            }
        }
    }

    private void Handle(JsonElement message)
    {
        if (message.TryGetProperty("response", out _))
        {
            Answer(message);
            return;
        }
        lock (events)
        {
            events.Add(BaresipEvent.Read(message));
            changed.TrySetResult();
            changed = New();
        }
    }

    private void Answer(JsonElement message)
    {
        TaskCompletionSource<string>? answer;
        lock (asked)
        {
            asked.Remove(message.GetProperty("token").GetString()!, out answer);
        }
        var data = message.GetProperty("data").GetString() ?? "";
        if (message.GetProperty("ok").GetBoolean())
        {
            answer?.TrySetResult(data);
        }
        else
        {
            answer?.TrySetException(new InvalidOperationException($"baresip refused: {data}"));
        }
    }

    private async Task<byte[]?> ReadMessageAsync()
    {
        var length = 0;
        var one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }
            if (one[0] == ':')
            {
                break;
            }
            length = length * 10 + (one[0] - '0');
        }
        var message = new byte[length + 1];
        await stream.ReadExactlyAsync(message);
        return message[..length];
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        connection.Dispose();
        reading.Wait(TimeSpan.FromSeconds(1));
    }
}
