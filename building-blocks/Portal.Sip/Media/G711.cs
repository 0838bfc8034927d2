namespace Portal.Sip.Media;

/// <summary>G.711 A-law and µ-law: 8,000 samples a second, one octet each. Tables are computed once from the definition.</summary>
public static class G711
{
    private static readonly short[] FromALaw = Table(DecodeALaw), FromMuLaw = Table(DecodeMuLaw);
    private static readonly byte[] ToALaw = Table(EncodeALaw, 3), ToMuLaw = Table(EncodeMuLaw, 2);

    /// <summary>A-law octets to samples, as many as there are octets.</summary>
    public static void DecodeA(ReadOnlySpan<byte> octets, Span<short> samples)
    {
        for (var i = 0; i < octets.Length; i++) samples[i] = FromALaw[octets[i]];
    }

    /// <summary>µ-law octets to samples, as many as there are octets.</summary>
    public static void DecodeMu(ReadOnlySpan<byte> octets, Span<short> samples)
    {
        for (var i = 0; i < octets.Length; i++) samples[i] = FromMuLaw[octets[i]];
    }

    /// <summary>Samples to A-law octets, one each.</summary>
    public static void EncodeA(ReadOnlySpan<short> samples, Span<byte> octets)
    {
        for (var i = 0; i < samples.Length; i++) octets[i] = ToALaw[(ushort)samples[i] >> 3];
    }

    /// <summary>Samples to µ-law octets, one each.</summary>
    public static void EncodeMu(ReadOnlySpan<short> samples, Span<byte> octets)
    {
        for (var i = 0; i < samples.Length; i++) octets[i] = ToMuLaw[(ushort)samples[i] >> 2];
    }

    private static short DecodeALaw(byte octet)
    {
        var value = octet ^ 0x55;
        var segment = (value >> 4) & 7;
        var step = value & 0x0F;
        var magnitude = segment == 0 ? (step << 4) + 8 : ((step << 4) + 0x108) << (segment - 1);
        return (short)((value & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static short DecodeMuLaw(byte octet)
    {
        var value = (byte)~octet;
        var magnitude = ((((value & 0x0F) << 3) + 0x84) << ((value >> 4) & 7)) - 0x84;
        return (short)((value & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte EncodeALaw(int sample)
    {
        // 13 bits; the negative side is one's complement, so that -1 and 0 fall beside each other.
        var value = sample >> 3;
        var sign = value >= 0 ? 0x80 : 0;
        if (value < 0) value = -value - 1;
        if (value > 0xFFF) value = 0xFFF;
        var segment = value < 32 ? 0 : int.Log2(value) - 4;
        var octet = segment == 0 ? (value >> 1) & 0x0F : (segment << 4) | ((value >> segment) & 0x0F);
        return (byte)((octet | sign) ^ 0x55);
    }

    private static byte EncodeMuLaw(int sample)
    {
        var value = sample >> 2;
        var sign = 0;
        if (value < 0)
        {
            value = -value;
            sign = 0x80;
        }
        value = Math.Min(value, 8158) + 33;
        var segment = int.Log2(value) - 5;
        return (byte)~(sign | (segment << 4) | ((value >> (segment + 1)) & 0x0F));
    }

    private static short[] Table(Func<byte, short> decode)
    {
        var table = new short[256];
        for (var i = 0; i < 256; i++) table[i] = decode((byte)i);
        return table;
    }

    private static byte[] Table(Func<int, byte> encode, int dropped)
    {
        var table = new byte[65536 >> dropped];
        for (var i = 0; i < table.Length; i++) table[i] = encode((short)(i << dropped));
        return table;
    }
}
