using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Portal.Sip.Resolving;

/// <summary>What is wrong with an answer, or that it is none to our question.</summary>
internal enum DnsVerdict
{
    /// <summary>Taken.</summary>
    Answer,
    /// <summary>Of another question or from a stranger: the true one may still come.</summary>
    NotOurs,
    /// <summary>Cut short: ask again over TCP.</summary>
    Truncated,
    /// <summary>The server can't or won't: ask another.</summary>
    Failed,
}

/// <summary>Questions and answers of DNS as octets (RFC 1035 §4). An answer is read as if an enemy had written it.</summary>
internal static class DnsMessage
{
    /// <summary>Octets of a datagram that are taken; RFC 6891 §6.2.5 and what passes without fragments.</summary>
    internal const int DatagramBytes = 1232;

    private const int HeaderBytes = 12;
    private const int MaxNameBytes = 255;
    private const int MaxRecords = 256;
    private const int MaxAliases = 8;

    private static readonly TimeSpan NegativeDefault = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan NegativeLongest = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>False when the name cannot be asked for: a label or the whole too long, or empty labels.</summary>
    internal static bool TryWriteQuestion(ushort id, string name, DnsType type, out byte[] question)
    {
        question = [];
        var output = new byte[HeaderBytes + MaxNameBytes + 4 + 11];
        BinaryPrimitives.WriteUInt16BigEndian(output, id);
        output[2] = 1; // recursion desired
        output[5] = 1; // one question
        output[11] = 1; // one additional record: EDNS
        var at = HeaderBytes;
        foreach (var label in name.TrimEnd('.').Split('.'))
        {
            if (label.Length is 0 or > 63 || at + label.Length + 2 > HeaderBytes + MaxNameBytes || label.AsSpan().ContainsAnyExceptInRange('!', '~')) return false;
            output[at++] = (byte)label.Length;
            at += Encoding.ASCII.GetBytes(label, output.AsSpan(at));
        }
        at++;
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(at), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(at + 2), 1);
        at += 5; // and the root as the owner of OPT
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(at), (ushort)DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(output.AsSpan(at + 2), DatagramBytes);
        question = output[..(at + 10)];
        return true;
    }

    /// <summary>Reads an answer to the question.</summary>
    internal static DnsVerdict Read(ReadOnlySpan<byte> message, ushort id, string name, DnsType type, out DnsAnswer? answer)
    {
        answer = null;
        if (message.Length < HeaderBytes || BinaryPrimitives.ReadUInt16BigEndian(message) != id || (message[2] & 0xF8) != 0x80) return DnsVerdict.NotOurs;
        if (BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return DnsVerdict.NotOurs;
        var at = HeaderBytes;
        if (!TryName(message, ref at, out var asked) || !Same(asked, name) || at + 4 > message.Length
            || BinaryPrimitives.ReadUInt16BigEndian(message[at..]) != (ushort)type || BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) != 1) return DnsVerdict.NotOurs;
        at += 4;
        if ((message[2] & 2) != 0) return DnsVerdict.Truncated;
        var code = message[3] & 15;
        if (code is not (0 or 3)) return DnsVerdict.Failed;

        var answers = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        var authorities = BinaryPrimitives.ReadUInt16BigEndian(message[8..]);
        if (answers + authorities > MaxRecords) return DnsVerdict.Failed;
        return TryRecords(message, at, answers, authorities, name, type, out answer) ? DnsVerdict.Answer : DnsVerdict.Failed;
    }

    private static bool TryRecords(ReadOnlySpan<byte> message, int at, int answers, int authorities, string name, DnsType type, out DnsAnswer? answer)
    {
        answer = null;
        List<(string Owner, DnsRecord Record)> found = [];
        Dictionary<string, string> aliases = new(StringComparer.OrdinalIgnoreCase);
        var least = Longest;
        var negative = NegativeDefault;
        for (var i = 0; i < answers + authorities; i++)
        {
            if (!TryName(message, ref at, out var owner) || at + 10 > message.Length) return false;
            var kind = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            // RFC 2181 §8: a TTL with the highest bit set is zero.
            var seconds = BinaryPrimitives.ReadInt32BigEndian(message[(at + 4)..]);
            var lives = TimeSpan.FromSeconds(Math.Max(seconds, 0));
            var length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]);
            at += 10;
            if (at + length > message.Length) return false;
            var end = at + length;
            if (i >= answers)
            {
                if (kind == DnsType.Soa && length >= 4) negative = Shorter(lives, TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32BigEndian(message[(end - 4)..])));
            }
            else if (kind == DnsType.Cname)
            {
                var start = at;
                if (!TryName(message, ref start, out var target)) return false;
                aliases.TryAdd(owner, target);
                least = Shorter(least, lives);
            }
            else if (kind == type)
            {
                if (ReadData(message[..end], at, type) is not { } record) return false;
                found.Add((owner, record));
                least = Shorter(least, lives);
            }
            at = end;
        }
        // What belongs to another name than asked for, or than its aliases lead to, was not asked for: it is not believed.
        var wanted = name.TrimEnd('.');
        for (var i = 0; i < MaxAliases && aliases.TryGetValue(wanted, out var next); i++) wanted = next;
        DnsRecord[] records = [.. found.Where(item => Same(item.Owner, wanted)).Select(item => item.Record)];
        answer = new DnsAnswer(records, records.Length > 0 ? least : Shorter(negative, NegativeLongest));
        return true;
    }

    private static DnsRecord? ReadData(ReadOnlySpan<byte> message, int at, DnsType type)
    {
        var data = message[at..];
        switch (type)
        {
            case DnsType.A when data.Length == 4:
            case DnsType.Aaaa when data.Length == 16:
                return new AddressRecord(new IPAddress(data));
            case DnsType.Srv when data.Length > 6:
                var name = at + 6;
                return TryName(message, ref name, out var target)
                    ? new SrvRecord(BinaryPrimitives.ReadUInt16BigEndian(data), BinaryPrimitives.ReadUInt16BigEndian(data[2..]), BinaryPrimitives.ReadUInt16BigEndian(data[4..]), target)
                    : null;
            case DnsType.Naptr when data.Length > 7:
                var text = at + 4;
                return TryText(message, ref text, out var flags) && TryText(message, ref text, out var service) && TryText(message, ref text, out _) && TryName(message, ref text, out var replacement)
                    ? new NaptrRecord(BinaryPrimitives.ReadUInt16BigEndian(data), BinaryPrimitives.ReadUInt16BigEndian(data[2..]), flags, service, replacement)
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Reads a name. Pointers lead backwards only, so that no loop is possible.</summary>
    private static bool TryName(ReadOnlySpan<byte> message, ref int at, out string name)
    {
        name = "";
        var text = new StringBuilder();
        var position = at;
        var lowest = at;
        var jumped = false;
        while (true)
        {
            if (position >= message.Length) return false;
            int length = message[position++];
            if (length == 0) break;
            if ((length & 0xC0) == 0xC0)
            {
                if (position >= message.Length) return false;
                var target = ((length & 0x3F) << 8) | message[position++];
                if (!jumped) at = position;
                if (target >= lowest) return false;
                (jumped, lowest, position) = (true, target, target);
                continue;
            }
            if (length > 63 || position + length > message.Length || text.Length + length + 1 > MaxNameBytes) return false;
            var label = message.Slice(position, length);
            // A dot inside a label would make it another name; no name of a SIP server has control characters or spaces.
            if (label.ContainsAnyExceptInRange((byte)'!', (byte)'~') || label.Contains((byte)'.')) return false;
            if (text.Length > 0) text.Append('.');
            text.Append(Encoding.ASCII.GetString(label));
            position += length;
        }
        if (!jumped) at = position;
        name = text.ToString();
        return true;
    }

    private static bool TryText(ReadOnlySpan<byte> message, ref int at, out string text)
    {
        text = "";
        if (at >= message.Length || at + 1 + message[at] > message.Length) return false;
        text = Encoding.ASCII.GetString(message.Slice(at + 1, message[at]));
        at += 1 + message[at];
        return true;
    }

    private static bool Same(string a, string b) => string.Equals(a, b.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
