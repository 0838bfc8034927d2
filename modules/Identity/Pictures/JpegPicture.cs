using System.Buffers.Binary;

namespace Portal.Identity.Pictures;

/// <summary>JPEG (ITU T.81): marked segments, then scans. Application segments and comments are left out, but for the colour transform.</summary>
internal static class JpegPicture
{
    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        using var written = new MemoryStream();
        written.Write([0xFF, 0xD8]);
        var (width, height, at) = (0, 0, 2);
        while (at + 1 < bytes.Length)
        {
            if (bytes[at] != 0xFF)
            {
                return null;
            }

            var marker = bytes[at + 1];
            if (marker == 0xD9)
            {
                written.Write([0xFF, 0xD9]);
                return width > 0 && height > 0 ? new Picture("jpg", "image/jpeg", width, height, written.ToArray()) : null;
            }

            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                return null;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(at + 2, 2));
            if (length < 2)
            {
                return null;
            }

            var segment = bytes.Slice(at, 2 + length);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(5, 2)), BinaryPrimitives.ReadUInt16BigEndian(segment.Slice(7, 2)));
            }

            // 0xEE tells how the colours are to be read; every other application segment, and 0xFE, is about the picture, not in it.
            if (marker is not ((>= 0xE0 and <= 0xEF and not 0xEE) or 0xFE))
            {
                written.Write(segment);
            }

            at += segment.Length;
            if (marker == 0xDA)
            {
                var from = at;
                // Inside a scan, 0xFF is followed by a stuffed zero or a restart marker.
                while (at + 1 < bytes.Length && !(bytes[at] == 0xFF && bytes[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7))))
                {
                    at++;
                }

                written.Write(bytes[from..at]);
            }
        }

        return null;
    }
}
