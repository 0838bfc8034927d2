using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Portal.Sip.Authentication;

/// <summary>Nonces that need no memory: time and randomness under an HMAC with realm and source address, so that any node with the key can check them.</summary>
internal sealed class NonceSource(byte[] key, TimeSpan lifetime, TimeProvider time)
{
    private const int Stamp = 8, Random = 8, Mac = 16;

    // One a thread: keying anew costs more than hashing a nonce.
    private readonly ThreadLocal<IncrementalHash> _hash = new(() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));

    internal string Create(string realm, SipFlow? source)
    {
        Span<byte> nonce = stackalloc byte[Stamp + Random + Mac];
        BinaryPrimitives.WriteInt64BigEndian(nonce, time.GetUtcNow().UtcTicks);
        SipToken.Fill(nonce.Slice(Stamp, Random));
        Sign(nonce[..(Stamp + Random)], realm, source, nonce[(Stamp + Random)..]);
        return Base64Url.EncodeToString(nonce);
    }

    internal bool IsFresh(ReadOnlySpan<byte> nonce, string realm, SipFlow? source, out NonceId id)
    {
        id = default;
        Span<byte> octets = stackalloc byte[Stamp + Random + Mac];
        // Whatever a peer sends as a nonce must not throw.
        if (nonce.Length != Base64Url.GetEncodedLength(octets.Length) || !Base64Url.IsValid(nonce) || !Base64Url.TryDecodeFromUtf8(nonce, octets, out var written) || written != octets.Length) return false;
        Span<byte> mac = stackalloc byte[Mac];
        Sign(octets[..(Stamp + Random)], realm, source, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, octets[(Stamp + Random)..])) return false;
        id = new NonceId(BinaryPrimitives.ReadInt64BigEndian(octets), BinaryPrimitives.ReadUInt64BigEndian(octets[Stamp..]));
        var age = time.GetUtcNow().UtcTicks - id.Stamp;
        // A node whose clock is a little ahead must not make its nonces useless elsewhere.
        return age <= lifetime.Ticks && age > -TimeSpan.FromMinutes(1).Ticks;
    }

    private void Sign(ReadOnlySpan<byte> stamp, string realm, SipFlow? source, Span<byte> mac)
    {
        // The address in its fixed sixteen octets, then the realm: no two contexts read the same.
        Span<byte> text = stackalloc byte[stamp.Length + 16 + realm.Length * 3];
        text.Clear();
        stamp.CopyTo(text);
        source?.Remote.Address.TryWriteBytes(text[stamp.Length..], out _);
        var length = stamp.Length + 16 + Encoding.UTF8.GetBytes(realm.ToLowerInvariant(), text[(stamp.Length + 16)..]);
        text = text[..length];
        Span<byte> full = stackalloc byte[32];
        var hash = _hash.Value!;
        hash.AppendData(text);
        hash.GetHashAndReset(full);
        full[..mac.Length].CopyTo(mac);
    }
}
