namespace Portal.Identity.Pictures;

/// <summary>
/// A picture somebody gave, read by its content and written anew: only the parts that draw it are kept, so that neither the place
/// it was taken at nor anything else rides along. What is not exactly a PNG, JPEG or WebP is refused.
/// </summary>
internal sealed record Picture(string Extension, string ContentType, int Width, int Height, byte[] Content)
{
    public const int MostBytes = 2 * 1024 * 1024, Smallest = 16, Largest = 6000;

    /// <summary>Null when the content is not a whole picture of one of the three kinds.</summary>
    public static Picture? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes switch
            {
                [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngPicture.Read(bytes),
                [0xFF, 0xD8, 0xFF, ..] => JpegPicture.Read(bytes),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => WebpPicture.Read(bytes),
                _ => null,
            };
        }
        // A length that points beyond the end: not a whole picture.
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Null when the picture may be used.</summary>
    public string? WhyNot() =>
        Width < Smallest || Height < Smallest ? T($"The picture is too small: it needs {Smallest} × {Smallest} pixels or more.")
        : Width > Largest || Height > Largest ? T($"The picture is too large: at most {Largest} × {Largest} pixels.")
        : null;
}
