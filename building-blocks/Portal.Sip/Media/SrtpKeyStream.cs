using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Portal.Sip.Media;

/// <summary>AES in counter mode under one session key and salt (RFC 3711 §4.1.1). One cipher for all packets: the one-shot calls make a new one each time, and garbage. Not safe for several threads.</summary>
internal sealed class SrtpKeyStream : IDisposable
{
    private const int BlockBytes = 16, Blocks = 32;

    private readonly Aes _aes = Aes.Create();
    private readonly ICryptoTransform _cipher;
    private readonly byte[] _salt;
    private readonly byte[] _counters = new byte[Blocks * BlockBytes], _stream = new byte[Blocks * BlockBytes];

    internal SrtpKeyStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _aes.Key = key.ToArray();
        _cipher = _aes.CreateEncryptor();
        _salt = salt.ToArray();
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    internal void Crypt(uint ssrc, ulong index, Span<byte> data)
    {
        Span<byte> counter = stackalloc byte[BlockBytes];
        counter.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(counter[4..], ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(counter[6..], BinaryPrimitives.ReadUInt64BigEndian(counter[6..]) ^ (index & 0xFFFFFFFFFFFF));
        for (var i = 0; i < _salt.Length; i++) counter[i] ^= _salt[i];
        Xor(counter, data);
    }

    /// <summary>A session key (§4.3.1) from this as the master key, with a key derivation rate of 0.</summary>
    internal byte[] Derive(byte label, int length)
    {
        Span<byte> counter = stackalloc byte[BlockBytes];
        counter.Clear();
        _salt.CopyTo(counter);
        counter[7] ^= label;
        var key = new byte[length];
        Xor(counter, key);
        return key;
    }

    private void Xor(ReadOnlySpan<byte> counter, Span<byte> data)
    {
        // Many counter blocks at once: one call into the cipher for a packet of speech.
        for (var at = 0; at < data.Length;)
        {
            var part = Math.Min(data.Length - at, _stream.Length);
            var count = (part + BlockBytes - 1) / BlockBytes;
            for (var i = 0; i < count; i++)
            {
                var block = _counters.AsSpan(i * BlockBytes, BlockBytes);
                counter.CopyTo(block);
                BinaryPrimitives.WriteUInt16BigEndian(block[14..], (ushort)(at / BlockBytes + i));
            }
            _cipher.TransformBlock(_counters, 0, count * BlockBytes, _stream, 0);
            for (var i = 0; i < part; i++) data[at + i] ^= _stream[i];
            at += part;
        }
    }

    public void Dispose()
    {
        _cipher.Dispose();
        _aes.Dispose();
    }
}
