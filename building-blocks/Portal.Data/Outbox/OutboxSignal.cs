using System.Threading.Channels;

namespace Portal.Data.Outbox;

/// <summary>Wakes the dispatcher when something was committed, so that nothing waits for the next poll.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _channel.Writer.TryWrite(true);

    /// <summary>Returns when raised, or after <paramref name="pause"/>.</summary>
    public async Task WaitAsync(TimeSpan pause, TimeProvider clock, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(pause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        try
        {
            await _channel.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The pause is over: look for messages that are due for another try.
        }
    }
}
