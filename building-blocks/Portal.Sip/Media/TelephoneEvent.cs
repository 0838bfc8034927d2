using System.Buffers.Binary;

namespace Portal.Sip.Media;

/// <summary>A key press in RTP (RFC 4733 §2.3).</summary>
/// <param name="Code">0–9 digits, 10 star, 11 hash, 12–15 A–D, 16 flash; others are tones and signals.</param>
/// <param name="End">The key is released; sent three times, so that one lost packet does no harm.</param>
/// <param name="Volume">The tone's level below 0 dBm0, 0 to 63.</param>
/// <param name="Duration">So far, in timestamp units.</param>
public readonly record struct TelephoneEvent(byte Code, bool End, byte Volume, ushort Duration)
{
    public const int PayloadBytes = 4;

    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key as a character; NUL for an event that is no key.</summary>
    public char Key => Code < Keys.Length ? Keys[Code] : '\0';

    /// <summary>The event code of a key; null when it is none.</summary>
    public static byte? CodeOf(char key) => Keys.IndexOf(char.ToUpperInvariant(key)) is >= 0 and var code ? (byte)code : null;

    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent value)
    {
        value = default;
        if (payload.Length < PayloadBytes) return false;
        value = new TelephoneEvent(payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    public void Write(Span<byte> payload)
    {
        payload[0] = Code;
        payload[1] = (byte)((Volume & 0x3F) | (End ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}

/// <summary>Tells key presses apart in a stream of RFC 4733 packets: each key once, whatever was lost or repeated.</summary>
public sealed class KeyReceiver
{
    private uint? _last;

    /// <summary>The key, on the first packet of its event that arrives; null otherwise. All packets of an event carry the timestamp of its start (§2.2.1).</summary>
    public char? Take(uint timestamp, ReadOnlySpan<byte> payload)
    {
        if (!TelephoneEvent.TryRead(payload, out var value) || value.Key == '\0') return null;
        // Older than the newest: a packet that was overtaken.
        if (_last is { } last && (timestamp == last || (int)(timestamp - last) < 0)) return null;
        _last = timestamp;
        return value.Key;
    }
}
