namespace Portal.Sip.Media;

/// <summary>
/// What a session's media comes from and goes to: an echo, an announcement, a recording, a relay. Everything is called on the thread of the session's
/// clock, beside thousands of other sessions: it must not wait and should not allocate. An exception takes the session off the clock.
/// </summary>
public interface IRtpHandler
{
    /// <summary>A packet of the one source that the session is locked to, decrypted; in the order of arrival, which is not that of sending.</summary>
    /// <param name="packet">Valid during the call.</param>
    /// <param name="arrival">In timestamp units of the session's own clock, as <see cref="JitterBuffer.Put"/> takes it.</param>
    void Received(RtpSession session, in RtpPacket packet, long arrival);

    /// <summary>Writes the next 20 ms.</summary>
    /// <param name="payload">Room for 1,400 octets.</param>
    /// <returns>Octets written; 0 for silence, in which nothing is sent.</returns>
    int Fill(RtpSession session, Span<byte> payload);

    /// <summary>A key was pressed (RFC 4733).</summary>
    void KeyPressed(RtpSession session, char key)
    {
    }

    /// <summary>The source says that it has ended (RTCP BYE). Signalling decides about the call.</summary>
    void Left(RtpSession session)
    {
    }
}
