using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Sip.Proxying;

/// <summary>
/// The user part of our Record-Route: signed for one Call-ID, with the flow to a telephone that cannot be reached by its Contact (RFC 5626 §5.2 and §5.3.1:
/// whoever makes one up must not get anything sent). Requests inside a call are let through by it without asking anybody.
/// </summary>
internal sealed class RouteToken(byte[] secret)
{
    private const int MacBytes = 10;
    private const int MostBytes = 1 + 1 + 16 + 2 + 2 + 8 + 4;

    // Connection ids begin anew with each process: one of another process would be somebody else's connection.
    private static readonly uint ThisProcess = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);

    /// <param name="flow">The way to the telephone on that side; null where its Contact will do.</param>
    internal string Make(string callId, SipFlow? flow)
    {
        Span<byte> octets = stackalloc byte[MostBytes + MacBytes];
        var length = 1;
        octets[0] = 0;
        if (flow is not null)
        {
            octets[0] = (byte)(1 + (int)flow.Transport);
            flow.Remote.Address.TryWriteBytes(octets[2..], out var size);
            octets[1] = (byte)size;
            length = 2 + size;
            BinaryPrimitives.WriteUInt16BigEndian(octets[length..], (ushort)flow.Remote.Port);
            BinaryPrimitives.WriteUInt16BigEndian(octets[(length + 2)..], (ushort)(flow.Local?.Port ?? 0));
            BinaryPrimitives.WriteInt64BigEndian(octets[(length + 4)..], flow.ConnectionId);
            BinaryPrimitives.WriteUInt32BigEndian(octets[(length + 12)..], ThisProcess);
            length += 16;
        }
        Sign(octets[..length], callId, octets.Slice(length, MacBytes));
        return Base64Url.EncodeToString(octets[..(length + MacBytes)]);
    }

    /// <summary>False when the text is none of ours for this call.</summary>
    internal bool TryRead(string? user, string callId, out SipFlow? flow)
    {
        flow = null;
        if (user is null || user.Length > 80) return false;
        Span<byte> octets = stackalloc byte[64];
        if (!Base64Url.IsValid(user) || !Base64Url.TryDecodeFromChars(user, octets, out var length) || length <= MacBytes) return false;
        var content = octets[..(length - MacBytes)];
        Span<byte> mac = stackalloc byte[MacBytes];
        Sign(content, callId, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, octets.Slice(length - MacBytes, MacBytes))) return false;
        if (content[0] == 0) return true;
        var size = content[1];
        var rest = content[(2 + size)..];
        var local = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        var connection = BinaryPrimitives.ReadUInt32BigEndian(rest[12..]) == ThisProcess ? BinaryPrimitives.ReadInt64BigEndian(rest[4..]) : 0;
        flow = new SipFlow((SipTransportKind)(content[0] - 1), new IPEndPoint(new IPAddress(content.Slice(2, size)), BinaryPrimitives.ReadUInt16BigEndian(rest)),
            connection, local == 0 ? null : new IPEndPoint(IPAddress.Any, local));
        return true;
    }

    private void Sign(ReadOnlySpan<byte> content, string callId, Span<byte> mac)
    {
        var names = Encoding.UTF8.GetByteCount(callId);
        Span<byte> text = names <= 512 ? stackalloc byte[content.Length + names] : new byte[content.Length + names];
        content.CopyTo(text);
        Encoding.UTF8.GetBytes(callId, text[content.Length..]);
        Span<byte> digest = stackalloc byte[32];
        HMACSHA256.HashData(secret, text, digest);
        digest[..mac.Length].CopyTo(mac);
    }
}
