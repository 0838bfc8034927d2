using System.Buffers.Binary;

namespace Portal.Identity.Pictures;

/// <summary>WebP (RFC 9649): RIFF chunks. EXIF, XMP and unknown chunks are left out; animations are refused.</summary>
internal static class WebpPicture
{
    private static readonly string[] Kept = ["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"];

    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(4, 4)) != bytes.Length - 8)
        {
            return null;
        }

        using var written = new MemoryStream();
        written.Write(bytes[..12]);
        var (width, height, drawn) = (0, 0, false);
        for (var at = 12; at < bytes.Length;)
        {
            var kind = System.Text.Encoding.Latin1.GetString(bytes.Slice(at, 4));
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(at + 4, 4));
            if (length < 0 || kind is "ANIM" or "ANMF")
            {
                return null;
            }

            var chunk = bytes.Slice(at, 8 + length + (length & 1)).ToArray();
            var content = chunk.AsSpan(8, length);
            switch (kind)
            {
                case "VP8X":
                    (width, height) = (1 + Int24(content.Slice(4, 3)), 1 + Int24(content.Slice(7, 3)));
                    // No EXIF, no XMP: they are left out below.
                    chunk[8] &= unchecked((byte)~0x0C);
                    break;
                case "VP8 " when content.Slice(3, 3).SequenceEqual<byte>([0x9D, 0x01, 0x2A]):
                    drawn = true;
                    if (width == 0)
                    {
                        (width, height) = (BinaryPrimitives.ReadUInt16LittleEndian(content.Slice(6, 2)) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(content.Slice(8, 2)) & 0x3FFF);
                    }

                    break;
                case "VP8L" when content[..1][0] == 0x2F:
                    drawn = true;
                    var bits = BinaryPrimitives.ReadUInt32LittleEndian(content.Slice(1, 4));
                    if (width == 0)
                    {
                        (width, height) = (1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF));
                    }

                    break;
                case "VP8 " or "VP8L":
                    return null;
            }

            if (Kept.Contains(kind))
            {
                written.Write(chunk);
            }

            at += chunk.Length;
        }

        var all = written.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(all.AsSpan(4, 4), (uint)(all.Length - 8));
        return drawn ? new Picture("webp", "image/webp", width, height, all) : null;
    }

    private static int Int24(ReadOnlySpan<byte> b) => b[0] | b[1] << 8 | b[2] << 16;
}
