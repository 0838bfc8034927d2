using System.Buffers.Binary;
using System.Text;

namespace Portal.Testing.Peers;

/// <summary>Sound as telephones have it: 16-bit samples, one channel, 8,000 a second.</summary>
public sealed record Wave(short[] Samples)
{
    /// <summary>Samples per second.</summary>
    public const int Rate = 8000;

    private const int HeaderSize = 44;

    /// <summary>How long it lasts.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds(Samples.Length / (double)Rate);

    /// <summary>This sound followed by silence up to a duration: a phone that speaks a file hangs up at its end.</summary>
    public Wave PaddedTo(TimeSpan duration)
    {
        var samples = new short[Math.Max(Samples.Length, (int)(duration.TotalSeconds * Rate))];
        Samples.CopyTo(samples, 0);
        return new Wave(samples);
    }

    /// <summary>Writes a PCM WAV file.</summary>
    public void Write(string path)
    {
        var data = Samples.Length * 2;
        var bytes = new byte[HeaderSize + data];
        Encoding.ASCII.GetBytes("RIFF....WAVEfmt ................data....").CopyTo(bytes, 0);
        var numbers = bytes.AsSpan();
        BinaryPrimitives.WriteInt32LittleEndian(numbers[4..], HeaderSize - 8 + data);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(numbers[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(numbers[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(numbers[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(numbers[34..], 16);
        Encoding.ASCII.GetBytes("data").CopyTo(bytes, 36);
        BinaryPrimitives.WriteInt32LittleEndian(numbers[40..], data);
        for (var index = 0; index < Samples.Length; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(numbers[(HeaderSize + 2 * index)..], Samples[index]);
        }
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Reads a PCM WAV file of 8 kHz, 16 bits, mono; another kind throws <see cref="InvalidDataException"/>.</summary>
    public static Wave Read(string path) =>
        TryRead(path) ?? throw new InvalidDataException($"{path} is not a finished WAV file of 8 kHz, 16 bits, mono.");

    /// <summary>As <see cref="Read"/>, but null for a file whose writer has not finished: its header then tells another length.</summary>
    internal static Wave? TryRead(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderSize || Number32(bytes, 24) != Rate || Number16(bytes, 22) != 1 || Number16(bytes, 34) != 16)
        {
            return null;
        }
        for (var at = 12; at + 8 <= bytes.Length; at += 8 + Number32(bytes, at + 4))
        {
            var size = Number32(bytes, at + 4);
            if (Encoding.ASCII.GetString(bytes, at, 4) == "data")
            {
                return size > 0 && at + 8 + size == bytes.Length ? new Wave(Samples16(bytes.AsSpan(at + 8, size))) : null;
            }
            if (size < 0)
            {
                return null;
            }
        }
        return null;
    }

    private static short[] Samples16(ReadOnlySpan<byte> data)
    {
        var samples = new short[data.Length / 2];
        for (var index = 0; index < samples.Length; index++)
        {
            samples[index] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * index)..]);
        }
        return samples;
    }

    private static int Number32(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));

    private static int Number16(byte[] bytes, int at) => BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(at));
}
