using System.Globalization;
using System.Text;
using Portal.Sip.Media;

namespace Portal.Sip.Sdp;

/// <summary>The way media flows, as the sender of the description sees it (RFC 8866 §6.7).</summary>
public enum SdpDirection { SendReceive, SendOnly, ReceiveOnly, Inactive }

/// <summary>
/// A session description (RFC 8866) as its lines, with what a switch looks at read out: media, addresses, directions. Lines it does not know are kept as they are.
/// </summary>
public sealed class SdpSession
{
    private const int MostBytes = 65536;
    private readonly List<SdpLine> _lines;

    internal SdpSession(List<SdpLine> lines, List<SdpMedia> media)
    {
        _lines = lines;
        Media = media;
    }

    /// <summary>The lines before the first m=.</summary>
    public IReadOnlyList<SdpLine> Lines => _lines;

    public IReadOnlyList<SdpMedia> Media { get; }

    /// <summary>The address of the session-level c= line; null when there is none.</summary>
    public string? ConnectionAddress => SdpLine.Address(_lines);

    /// <summary>The session-level direction; send and receive when none is stated.</summary>
    public SdpDirection Direction => SdpLine.Direction(_lines) ?? SdpDirection.SendReceive;

    /// <summary>The direction that counts for a medium: its own, else the session's.</summary>
    public SdpDirection DirectionOf(SdpMedia media) => SdpLine.Direction(media.Lines) ?? Direction;

    /// <summary>The address that counts for a medium: its own, else the session's.</summary>
    public string? AddressOf(SdpMedia media) => SdpLine.Address(media.Lines) ?? ConnectionAddress;

    /// <summary>True when every medium in use is put on hold by the sender: send-only, inactive, or RFC 2543's 0.0.0.0.</summary>
    public bool IsHold
    {
        get
        {
            var used = Media.Where(media => media.Port != 0).ToList();
            return used.Count > 0 && used.TrueForAll(media => DirectionOf(media) is SdpDirection.SendOnly or SdpDirection.Inactive || AddressOf(media) == "0.0.0.0");
        }
    }

    /// <summary>The description with one of its media replaced; every other line is as it was.</summary>
    public SdpSession With(int index, SdpMedia media) => new(_lines, [.. Media.Take(index), media, .. Media.Skip(index + 1)]);

    /// <summary>Reads a description. False when a line is not "letter=value", the first is not v=0, an m= line is malformed, or it is larger than any is: 64 KiB,
    /// 64 media, 1,000 lines of one.</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out SdpSession? session)
    {
        session = null;
        if (body.Length > MostBytes) return false;
        var lines = new List<SdpLine>();
        var media = new List<SdpMedia>();
        foreach (var range in body.Split((byte)'\n'))
        {
            var line = body[range].TrimEnd((byte)'\r');
            if (line.IsEmpty) continue;
            if (line.Length < 2 || line[1] != (byte)'=' || !char.IsAsciiLetterLower((char)line[0])) return false;
            var item = new SdpLine((char)line[0], Encoding.UTF8.GetString(line[2..]));
            if (lines.Count == 0 && media.Count == 0 && item != new SdpLine('v', "0")) return false;
            if (lines.Count > 1000 || media.Count > 64) return false;
            if (item.Type == 'm')
            {
                if (!SdpMedia.TryParse(item, out var medium)) return false;
                media.Add(medium!);
            }
            else if (media.Count > 0)
            {
                if (media[^1].Lines.Count > 1000) return false;
                media[^1].Add(item);
            }
            else
            {
                lines.Add(item);
            }
        }
        if (lines.Count == 0) return false;
        session = new SdpSession(lines, media);
        return true;
    }

    /// <summary>The description with CRLF line ends.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var line in _lines) text.Append(line).Append("\r\n");
        foreach (var media in Media)
        {
            text.Append("m=").Append(media.Description).Append("\r\n");
            foreach (var line in media.Lines) text.Append(line).Append("\r\n");
        }
        return text.ToString();
    }
}

/// <summary>One line: its letter and what follows the equals sign.</summary>
public readonly record struct SdpLine(char Type, string Value)
{
    public override string ToString() => $"{Type}={Value}";

    internal static string? Address(IReadOnlyList<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            // c=IN IP4 192.0.2.1/127: a multicast TTL may follow.
            if (line.Type == 'c' && line.Value.Split(' ') is [_, _, var address, ..]) return address.Split('/')[0];
        }
        return null;
    }

    internal static string Text(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.ReceiveOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
        _ => "sendrecv",
    };

    internal static SdpDirection? Direction(IReadOnlyList<SdpLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Type != 'a') continue;
            switch (line.Value)
            {
                case "sendrecv": return SdpDirection.SendReceive;
                case "sendonly": return SdpDirection.SendOnly;
                case "recvonly": return SdpDirection.ReceiveOnly;
                case "inactive": return SdpDirection.Inactive;
            }
        }
        return null;
    }
}

/// <summary>One m= line and the lines under it.</summary>
public sealed class SdpMedia
{
    private readonly List<SdpLine> _lines = [];

    private SdpMedia(string description, string kind, int port, string protocol, IReadOnlyList<string> formats)
    {
        Description = description;
        Kind = kind;
        Port = port;
        Protocol = protocol;
        Formats = formats;
    }

    /// <summary>The m= line's value as written.</summary>
    public string Description { get; }

    /// <summary>audio, video, image, application, ….</summary>
    public string Kind { get; }

    /// <summary>0 means refused or not used.</summary>
    public int Port { get; }

    public string Protocol { get; }

    /// <summary>Payload types or other formats, preferred first.</summary>
    public IReadOnlyList<string> Formats { get; }

    public IReadOnlyList<SdpLine> Lines => _lines;

    /// <summary>The codecs, preferred first.</summary>
    public IReadOnlyList<SdpCodec> Codecs => SdpCodec.Of(this);

    /// <summary>The SRTP keys that are understood (RFC 4568), preferred first.</summary>
    public IReadOnlyList<SdesKey> Crypto
    {
        get
        {
            var keys = new List<SdesKey>();
            foreach (var line in _lines)
            {
                if (SdpCodec.Attribute(line, "crypto:") is { } value && SdesKey.TryParse(value, out var key)) keys.Add(key);
            }
            return keys;
        }
    }

    /// <summary>RTP and RTCP on one port (RFC 5761).</summary>
    public bool IsMux => _lines.Contains(new SdpLine('a', "rtcp-mux"));

    /// <summary>The port of a=rtcp (RFC 3605); null when there is none, and RTCP goes to the port above.</summary>
    public int? ControlPort
    {
        get
        {
            foreach (var line in _lines)
            {
                if (SdpCodec.Attribute(line, "rtcp:") is { } value
                    && int.TryParse(value.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536) return port;
            }
            return null;
        }
    }

    /// <summary>A medium of these parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The port is not within 0 to 65535.</exception>
    public static SdpMedia Create(string kind, int port, string protocol, IReadOnlyList<string> formats, IEnumerable<SdpLine> lines)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65535);
        var media = new SdpMedia(string.Create(CultureInfo.InvariantCulture, $"{kind} {port} {protocol} {string.Join(' ', formats)}"), kind, port, protocol, formats);
        foreach (var line in lines) media.Add(line);
        return media;
    }

    /// <summary>The medium at another address: its port and c= line; a=rtcp, which named a port there, is gone. All other lines stay as they are and where they are.</summary>
    /// <param name="address">A c= line's value, such as IN IP4 192.0.2.1; null leaves the address to the session.</param>
    public SdpMedia At(int port, string? address)
    {
        var lines = _lines.FindAll(line => line.Type != 'c' && SdpCodec.Attribute(line, "rtcp:") is null);
        // RFC 8866 §5: c= stands after i= and before all else.
        if (address is not null) lines.Insert(lines.Count > 0 && lines[0].Type == 'i' ? 1 : 0, new('c', address));
        return Create(Kind, port, Protocol, Formats, lines);
    }

    internal void Add(SdpLine line) => _lines.Add(line);

    internal static bool TryParse(SdpLine line, out SdpMedia? media)
    {
        media = null;
        var parts = line.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 4 or > 256) return false;
        if (!int.TryParse(parts[1].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > 65535) return false;
        media = new SdpMedia(line.Value, parts[0], port, parts[2], parts[3..]);
        return true;
    }
}
