namespace Portal.Sip.Media;

/// <summary>What a <see cref="MediaClock"/> calls every 20 ms.</summary>
public interface IMediaStream
{
    /// <summary>One frame's time has come. Runs on the clock's thread beside thousands of others: must not wait, and should not allocate.</summary>
    /// <param name="due">The moment that was meant, as a timestamp of the clock's <see cref="TimeProvider"/>: 20 ms after the last, without drift.</param>
    void Tick(long due);
}

/// <summary>Takes datagrams on the clock's thread.</summary>
internal interface IDatagramReceiver
{
    /// <param name="datagram">May be changed; valid during the call.</param>
    /// <param name="source">Reused after the call.</param>
    /// <param name="arrival">Timestamp of the clock's <see cref="TimeProvider"/>.</param>
    void Receive(MediaSocket socket, Span<byte> datagram, System.Net.SocketAddress source, long arrival);
}
