using System.Buffers.Binary;
using System.Net;
using System.Numerics;
using System.Text;

namespace Portal.Sip.Registration;

/// <summary>
/// One address of record with all its bindings, as it stands in the file: length, checksum of the content, checksum of these two, content. The header has a checksum of
/// its own, so that the length of a damaged record can be trusted and the records after it read. The last record of an address counts; one without bindings removes it.
/// </summary>
internal static class LocationRecord
{
    internal const int HeaderBytes = 12;
    internal const int MostBytes = 16 << 20;

    private static readonly Encoding Text = Encoding.UTF8;

    /// <returns>The bytes written; 0 when the bindings are too much for one record, and then nothing is.</returns>
    internal static int Append(MemoryStream to, string aor, IEnumerable<Binding> bindings)
    {
        var start = (int)to.Position;
        to.SetLength(start + HeaderBytes);
        to.Position = start + HeaderBytes;
        using (var writer = new BinaryWriter(to, Text, leaveOpen: true))
        {
            writer.Write(aor);
            foreach (var binding in bindings)
            {
                writer.Write(true);
                Write(writer, binding);
            }
            writer.Write(false);
        }
        var length = (int)to.Position - start - HeaderBytes;
        if (length > MostBytes)
        {
            to.SetLength(start);
            return 0;
        }
        var record = to.GetBuffer().AsSpan(start);
        BinaryPrimitives.WriteInt32LittleEndian(record, length);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record.Slice(HeaderBytes, length)));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum(record[..8]));
        return HeaderBytes + length;
    }

    /// <summary>False when the header is damaged: nothing behind it can be found.</summary>
    internal static bool TryReadHeader(ReadOnlySpan<byte> header, out int length, out uint checksum)
    {
        length = BinaryPrimitives.ReadInt32LittleEndian(header);
        checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        return length is > 0 and <= MostBytes && BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == Checksum(header[..8]);
    }

    /// <summary>False when the content is damaged, or written by somebody with other ideas.</summary>
    internal static bool TryRead(byte[] buffer, int length, uint checksum, out string aor, out List<Binding> bindings)
    {
        (aor, bindings) = ("", []);
        if (Checksum(buffer.AsSpan(0, length)) != checksum) return false;
        using var reader = new BinaryReader(new MemoryStream(buffer, 0, length, writable: false), Text);
        try
        {
            aor = reader.ReadString();
            while (reader.ReadBoolean()) bindings.Add(Read(reader, aor));
            return reader.BaseStream.Position == length;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>CRC-32C: finds every single flipped bit and every burst up to 32 bits; a run of zeros is not valid.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> octets)
    {
        var crc = uint.MaxValue;
        while (octets.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[8..];
        }
        foreach (var octet in octets) crc = BitOperations.Crc32C(crc, octet);
        return ~crc;
    }

    private static void Write(BinaryWriter to, Binding binding)
    {
        to.Write(binding.Contact.ToString());
        to.Write7BitEncodedInt(binding.Parameters.Count);
        foreach (var (name, value) in binding.Parameters)
        {
            to.Write(name);
            WriteOptional(to, value);
        }
        to.Write((byte)binding.Flow.Transport);
        to.Write(binding.Flow.Remote.ToString());
        WriteOptional(to, binding.Flow.Local?.ToString());
        WriteOptional(to, binding.Flow.ServerName);
        to.Write(binding.CallId);
        to.Write(binding.CSeq);
        to.Write(binding.ExpiresAt.UtcTicks);
        to.Write(binding.RegisteredAt.UtcTicks);
        to.Write(binding.RefreshedAt.UtcTicks);
        WriteOptional(to, binding.UserAgent);
        to.Write(binding.Quality);
        WriteOptional(to, binding.InstanceId);
        WriteOptional(to, binding.RegId);
        to.Write7BitEncodedInt(binding.Path.Count);
        foreach (var value in binding.Path) to.Write(value);
    }

    private static Binding Read(BinaryReader from, string aor) => new()
    {
        Aor = aor,
        Contact = SipUri.Parse(from.ReadString()),
        Parameters = SipParameters.Gathered(ReadList(from, static r => new SipParameter(r.ReadString(), ReadOptional(r)))),
        Flow = ReadFlow(from),
        CallId = from.ReadString(),
        CSeq = from.ReadUInt32(),
        ExpiresAt = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero),
        RegisteredAt = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero),
        RefreshedAt = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero),
        UserAgent = ReadOptional(from),
        Quality = from.ReadInt32(),
        InstanceId = ReadOptional(from),
        RegId = ReadOptional(from),
        Path = ReadList(from, static r => r.ReadString()),
    };

    private static SipFlow ReadFlow(BinaryReader from)
    {
        var kind = (SipTransportKind)from.ReadByte();
        var remote = IPEndPoint.Parse(from.ReadString());
        var local = ReadOptional(from);
        // The connection ended with the process that had it.
        return new SipFlow(kind, remote, 0, local is null ? null : IPEndPoint.Parse(local)) { ServerName = ReadOptional(from) };
    }

    private static List<T> ReadList<T>(BinaryReader from, Func<BinaryReader, T> read)
    {
        var items = new List<T>();
        for (var left = from.Read7BitEncodedInt(); left > 0; left--) items.Add(read(from));
        return items;
    }

    private static void WriteOptional(BinaryWriter to, string? value)
    {
        to.Write(value is not null);
        if (value is not null) to.Write(value);
    }

    private static string? ReadOptional(BinaryReader from) => from.ReadBoolean() ? from.ReadString() : null;
}
