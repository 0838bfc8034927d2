using System.Buffers.Binary;

namespace Portal.Tenancy.Domain.Settings;

/// <summary>What may be a logo: a small PNG. Drawings that can hold script (SVG) are not taken.</summary>
internal static class Logo
{
    public const int MostBytes = 100_000;
    private const int MostPixels = 512;

    /// <summary>Why this is no logo; null when it is one. Decided by the content, whatever the file is called.</summary>
    public static string? WhyNot(ReadOnlySpan<byte> file)
    {
        if (file.Length > MostBytes)
        {
            return T($"The logo has {file.Length / 1000} kB; at most {MostBytes / 1000} kB are taken.");
        }

        ReadOnlySpan<byte> png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
        if (file.Length < 33 || !file.StartsWith(png) || !file[12..16].SequenceEqual("IHDR"u8))
        {
            return T("Choose a PNG picture.");
        }

        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        return width is 0 or > MostPixels || height is 0 or > MostPixels
            ? T($"The logo has {width} × {height} pixels; at most {MostPixels} × {MostPixels} are taken.")
            : IsWhole(file) ? null : T("The picture is damaged. Save it again as PNG.");
    }

    /// <summary>Every part as long as it says, one with pixels among them, and the end at the end: half a file is drawn as nothing.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> file)
    {
        const int frame = 12;
        var pixels = false;
        for (var at = 8; at + frame <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[at..]);
            var kind = file.Slice(at + 4, 4);
            if (length > file.Length - at - frame)
            {
                return false;
            }

            if (kind.SequenceEqual("IEND"u8))
            {
                return pixels;
            }

            pixels |= kind.SequenceEqual("IDAT"u8);
            at += frame + (int)length;
        }

        return false;
    }
}
