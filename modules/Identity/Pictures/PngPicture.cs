using System.Buffers.Binary;

namespace Portal.Identity.Pictures;

/// <summary>PNG (RFC 2083): chunks with a checksum. Kept are those that draw the picture.</summary>
internal static class PngPicture
{
    private static readonly string[] Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "sRGB", "cHRM"];

    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        using var written = new MemoryStream();
        written.Write(bytes[..8]);
        var (width, height, first, data) = (0, 0, true, false);
        for (var at = 8; at < bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.Slice(at, 4));
            if (length < 0)
            {
                return null;
            }

            var kind = System.Text.Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            var content = bytes.Slice(at + 8, length);
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(at + 8 + length, 4)) != Crc32.Of(bytes.Slice(at + 4, 4 + length)) || (kind == "IHDR") != first)
            {
                return null;
            }

            if (first)
            {
                (width, height, first) = (BinaryPrimitives.ReadInt32BigEndian(content[..4]), BinaryPrimitives.ReadInt32BigEndian(content.Slice(4, 4)), false);
            }

            data |= kind == "IDAT";
            if (Kept.Contains(kind))
            {
                written.Write(bytes.Slice(at, 12 + length));
            }

            at += 12 + length;
            if (kind == "IEND")
            {
                // What follows the end of the picture is no picture.
                return data && width > 0 && height > 0 && at == bytes.Length ? new Picture("png", "image/png", width, height, written.ToArray()) : null;
            }
        }

        return null;
    }
}
