using System.Globalization;

namespace Portal.Sip.Sdp;

/// <summary>A codec by its name in SDP, and the payload type it goes by in one description (RFC 8866 §6.6).</summary>
/// <param name="Name">As registered for RTP; upper and lower case are the same.</param>
/// <param name="ClockRate">RTP clock units a second.</param>
/// <param name="PayloadType">0 to 127; from 96 on for this session only.</param>
/// <param name="Parameters">The fmtp attribute's value; null when there is none.</param>
/// <param name="Channels">1 unless the rtpmap says otherwise.</param>
public sealed record SdpCodec(string Name, int ClockRate, byte PayloadType, string? Parameters = null, int Channels = 1)
{
    private const int Most = 64;

    public static readonly SdpCodec MuLaw = new("PCMU", 8000, 0);
    public static readonly SdpCodec ALaw = new("PCMA", 8000, 8);

    /// <summary>Its clock counts 8,000 a second though it has 16,000 samples (RFC 3551 §4.5.2).</summary>
    public static readonly SdpCodec G722 = new("G722", 8000, 9);

    /// <summary>Keys 0–9, *, #, A–D and flash (RFC 4733).</summary>
    public static readonly SdpCodec Keys = new("telephone-event", 8000, 101, "0-16");

    /// <summary>Types that need no rtpmap (RFC 3551 §6).</summary>
    private static readonly SdpCodec[] Fixed = [MuLaw, new("GSM", 8000, 3), new("G723", 8000, 4), ALaw, G722, new("CN", 8000, 13), new("G728", 8000, 15), new("G729", 8000, 18)];

    /// <summary>Key presses, which go beside a codec and are none.</summary>
    public bool IsEvents => Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same codec, whatever its payload type and parameters.</summary>
    public bool Is(SdpCodec other) =>
        Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && ClockRate == other.ClockRate && Channels == other.Channels;

    /// <summary>Those of a medium, preferred first; formats without a meaning are left out, and what comes after 64.</summary>
    internal static List<SdpCodec> Of(SdpMedia media)
    {
        var maps = new Dictionary<byte, SdpCodec>();
        var parameters = new Dictionary<byte, string>();
        foreach (var line in media.Lines)
        {
            if (Attribute(line, "rtpmap:") is { } map && TryMap(map) is { } codec) maps.TryAdd(codec.PayloadType, codec);
            else if (Attribute(line, "fmtp:") is { } format && format.Split(' ', 2) is [var type, var value] && Type(type) is { } number) parameters.TryAdd(number, value.Trim());
        }
        var codecs = new List<SdpCodec>();
        foreach (var format in media.Formats.Take(Most))
        {
            if (Type(format) is not { } type) continue;
            var codec = maps.GetValueOrDefault(type) ?? Array.Find(Fixed, codec => codec.PayloadType == type);
            if (codec is not null && !codecs.Exists(other => other.PayloadType == type)) codecs.Add(codec with { Parameters = parameters.GetValueOrDefault(type) });
        }
        return codecs;
    }

    internal static string? Attribute(SdpLine line, string name) =>
        line.Type == 'a' && line.Value.StartsWith(name, StringComparison.Ordinal) ? line.Value[name.Length..] : null;

    private static SdpCodec? TryMap(string text)
    {
        // 101 telephone-event/8000, or 111 opus/48000/2
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var type, var encoding] || Type(type) is not { } number) return null;
        var parts = encoding.Split('/');
        if (parts.Length is < 2 or > 3 || parts[0].Length == 0) return null;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate) || rate is < 1000 or > 1_000_000) return null;
        var channels = 1;
        if (parts.Length == 3 && (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out channels) || channels is < 1 or > 255)) return null;
        return new SdpCodec(parts[0], rate, number, null, channels);
    }

    private static byte? Type(string text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var type) && type < 128 ? type : null;

    internal IEnumerable<SdpLine> Lines()
    {
        var channels = Channels == 1 ? "" : $"/{Channels.ToString(CultureInfo.InvariantCulture)}";
        yield return new('a', string.Create(CultureInfo.InvariantCulture, $"rtpmap:{PayloadType} {Name}/{ClockRate}{channels}"));
        if (Parameters is not null) yield return new('a', string.Create(CultureInfo.InvariantCulture, $"fmtp:{PayloadType} {Parameters}"));
    }
}
