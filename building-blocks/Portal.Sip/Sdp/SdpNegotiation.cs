using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Portal.Sip.Media;

namespace Portal.Sip.Sdp;

/// <summary>
/// Our side of the offers and answers of one dialog (RFC 3264): makes offers, answers them and reads answers. Keeps what must stay the same from one to the
/// next: session id and version, the order of m= lines, payload types, keys. Not safe for several threads: one offer at a time is the dialog's own rule.
/// </summary>
/// <param name="address">The address that the other side reaches our media at.</param>
public sealed class SdpNegotiation(IPAddress address)
{
    private const int TagsOffered = 2;

    /// <summary>The m= lines in their order, which never changes (§8).</summary>
    private readonly List<Line> _lines = [];
    private readonly long _id = RandomNumberGenerator.GetInt32(int.MaxValue);
    private long _version;
    private string _before = "";

    /// <summary>One m= line through all offers and answers.</summary>
    private sealed class Line(string kind)
    {
        internal readonly string Kind = kind;
        internal SdpStream? Stream;
        internal string Protocol = "RTP/AVP";
        internal IReadOnlyList<string> Formats = ["0"];
        internal SdesKey[] Keys = [];
        internal SdesKey? AgreedKey;
        internal List<SdpCodec> Agreed = [];
    }

    /// <summary>Makes an offer: the first, or a new one of what we want now. The nth stream of a kind goes on as the nth m= line of that kind; streams no longer there are ended with port 0.</summary>
    public SdpSession Offer(params IReadOnlyList<SdpStream> streams)
    {
        Place(streams);
        foreach (var line in _lines.Where(line => line.Stream is not null)) Prepare(line, line.Stream!);
        return Describe("0 0", [.. _lines.Select(line => line.Stream is null
            ? Refusal(line.Kind, line.Protocol, line.Formats)
            : Medium(line, line.Stream, OfferedCodecs(line, line.Stream), line.Stream.Direction, line.Keys, line.Stream.Mux))]);
    }

    private void Place(IReadOnlyList<SdpStream> streams)
    {
        foreach (var line in _lines) line.Stream = null;
        foreach (var stream in streams)
        {
            var line = _lines.Find(line => line.Stream is null && line.Kind == stream.Kind);
            if (line is null) _lines.Add(line = new Line(stream.Kind));
            line.Stream = stream;
        }
    }

    private static void Prepare(Line line, SdpStream stream)
    {
        var secure = stream.Srtp == SrtpUse.Always || line.AgreedKey is not null;
        line.Protocol = secure ? "RTP/SAVP" : "RTP/AVP";
        // A key once agreed goes on: another would restart the counters of both sides for nothing.
        if (!secure) line.Keys = [];
        else if (line.AgreedKey is not null) line.Keys = [line.AgreedKey];
        else if (line.Keys.Length == 0) line.Keys = [SdesKey.Create(1, SrtpSuite.AesCm128HmacSha1_80), SdesKey.Create(TagsOffered, SrtpSuite.AesCm128HmacSha1_32)];
    }

    /// <summary>§8.3.2: a payload type keeps its meaning, so what was agreed once goes by the same number again.</summary>
    private static List<SdpCodec> OfferedCodecs(Line line, SdpStream stream)
    {
        var codecs = new List<SdpCodec>();
        foreach (var codec in stream.Codecs)
        {
            var type = line.Agreed.Find(agreed => agreed.Is(codec))?.PayloadType ?? codec.PayloadType;
            while (codecs.Exists(other => other.PayloadType == type) || line.Agreed.Exists(agreed => agreed.PayloadType == type && !agreed.Is(codec))) type = Other(type);
            codecs.Add(codec with { PayloadType = type });
        }
        return codecs;
    }

    private static byte Other(byte type) => type is >= 96 and < 127 ? (byte)(type + 1) : (byte)96;

    /// <summary>Answers an offer with what of our streams fits it: the first codec of the offer that we have, and key presses. The rest is refused with port 0 (§6).</summary>
    /// <param name="streams">Ours; the first of a kind answers the first m= line of it that it fits.</param>
    public SdpAnswer Answer(SdpSession offer, params IReadOnlyList<SdpStream> streams)
    {
        var free = streams.ToList();
        var media = new List<SdpMedia>();
        var agreed = new List<SdpAgreedStream>();
        for (var i = 0; i < offer.Media.Count; i++)
        {
            var medium = offer.Media[i];
            if (i == _lines.Count) _lines.Add(new Line(medium.Kind));
            else if (_lines[i].Kind != medium.Kind) _lines[i] = new Line(medium.Kind); // a place once ended may be used for another (§8.2)
            var line = _lines[i];
            (line.Protocol, line.Formats, line.Stream) = (medium.Protocol, medium.Formats, null);
            var stream = free.Find(stream => stream.Kind == medium.Kind);
            var result = stream is null ? new SdpAgreedStream(medium.Kind) : Agree(offer, medium, stream, AnswerKey(line, medium, stream));
            agreed.Add(result);
            if (result.IsRefused)
            {
                media.Add(Refusal(medium.Kind, medium.Protocol, medium.Formats));
                continue;
            }
            free.Remove(stream!);
            Settle(line, result);
            media.Add(Medium(line, stream!, line.Agreed, result.Direction, line.Keys, result.Mux));
        }
        var times = offer.Lines.FirstOrDefault(line => line.Type == 't').Value ?? "0 0";
        return new SdpAnswer(Describe(times, media), agreed);
    }

    private static void Settle(Line line, SdpAgreedStream result)
    {
        line.Stream = result.Local;
        line.Agreed = result.Keys is null ? [result.Codec!] : [result.Codec!, result.Keys];
        line.AgreedKey = result.LocalKey;
        line.Keys = result.LocalKey is null ? [] : [result.LocalKey];
    }

    /// <summary>Our key for the first of the keys offered that we can use, under its tag; null for none.</summary>
    private static (SdesKey? Local, SdesKey? Remote) AnswerKey(Line line, SdpMedia medium, SdpStream stream)
    {
        if (stream.Srtp == SrtpUse.Never || medium.Crypto.FirstOrDefault() is not { } remote) return default;
        var before = line.AgreedKey;
        return (before is not null && before.Suite == remote.Suite ? before with { Tag = remote.Tag } : SdesKey.Create(remote.Tag, remote.Suite), remote);
    }

    /// <summary>Reads the answer to our last offer. False, with the reason, when it does not fit the offer: the call can't go on with it.</summary>
    public bool TryAccept(SdpSession answer, out IReadOnlyList<SdpAgreedStream> streams, [NotNullWhen(false)] out string? error)
    {
        var agreed = new List<SdpAgreedStream>();
        (streams, error) = (agreed, null);
        if (answer.Media.Count != _lines.Count)
        {
            error = $"The answer has {answer.Media.Count} m= lines, the offer {_lines.Count}.";
            return false;
        }
        for (var i = 0; i < _lines.Count; i++)
        {
            var (line, medium) = (_lines[i], answer.Media[i]);
            if (medium.Kind != line.Kind) error = $"The answer's m= line {i + 1} is {medium.Kind}, the offer's {line.Kind}.";
            else if (line.Stream is null && medium.Port != 0) error = $"The answer's m= line {i + 1} takes what was not offered.";
            if (error is not null) return false;
            var result = new SdpAgreedStream(line.Kind);
            if (line.Stream is { } stream && medium.Port != 0)
            {
                var remote = medium.Crypto.FirstOrDefault();
                var local = remote is null ? null : Array.Find(line.Keys, key => key.Tag == remote.Tag && key.Suite == remote.Suite);
                result = Agree(answer, medium, stream with { Codecs = OfferedCodecs(line, stream) }, (local, local is null ? null : remote));
                if (result.IsRefused)
                {
                    error = $"The answer's m= line {i + 1} takes a codec, a key or an address that was not offered.";
                    return false;
                }
                Settle(line, result);
            }
            agreed.Add(result);
        }
        return true;
    }

    /// <summary>What their medium and our stream have in common; refused when that is too little.</summary>
    private SdpAgreedStream Agree(SdpSession session, SdpMedia medium, SdpStream stream, (SdesKey? Local, SdesKey? Remote) keys)
    {
        var refused = new SdpAgreedStream(medium.Kind);
        var secure = medium.Protocol is "RTP/SAVP" or "RTP/SAVPF";
        if (medium.Port == 0 || !(secure || medium.Protocol is "RTP/AVP" or "RTP/AVPF")) return refused;
        if (keys.Remote is null && (secure || stream.Srtp == SrtpUse.Always)) return refused;
        var text = session.AddressOf(medium);
        if (!IPAddress.TryParse(text, out var remote) || remote.AddressFamily != address.AddressFamily || IsForMany(remote)) return refused;

        var theirs = SdpCodec.Of(medium);
        var codec = theirs.Find(codec => !codec.IsEvents && stream.Codecs.Any(codec.Is));
        if (codec is null) return refused;
        // Their numbers, for they are what they want to hear (§5.1); keys count time as the codec does.
        var events = theirs.Find(other => other.IsEvents && other.ClockRate == codec.ClockRate && stream.Codecs.Any(other.Is));
        var ours = events is null ? null : stream.Codecs.First(events.Is);
        return refused with
        {
            Local = stream,
            Codec = codec,
            Keys = events is null ? null : events with { Parameters = ours!.Parameters },
            Direction = Combine(stream.Direction, session.DirectionOf(medium), reachable: !remote.Equals(IPAddress.Any)),
            Remote = new IPEndPoint(remote, medium.Port),
            RemoteControl = medium.ControlPort is { } port ? new IPEndPoint(remote, port) : null,
            Mux = stream.Mux && medium.IsMux,
            LocalKey = keys.Local,
            RemoteKey = keys.Remote,
        };
    }

    /// <summary>Multicast and broadcast: an offer must not make us shout.</summary>
    private static bool IsForMany(IPAddress remote) =>
        remote.IsIPv6Multicast || (remote.AddressFamily == AddressFamily.InterNetwork && remote.GetAddressBytes()[0] >= 224);

    /// <summary>§6.1: we send when we want to and they receive, and the other way round. Who is at 0.0.0.0 receives nothing (RFC 2543's hold).</summary>
    private static SdpDirection Combine(SdpDirection ours, SdpDirection theirs, bool reachable)
    {
        var sends = ours is SdpDirection.SendReceive or SdpDirection.SendOnly && theirs is SdpDirection.SendReceive or SdpDirection.ReceiveOnly && reachable;
        var receives = ours is SdpDirection.SendReceive or SdpDirection.ReceiveOnly && theirs is SdpDirection.SendReceive or SdpDirection.SendOnly;
        return sends ? receives ? SdpDirection.SendReceive : SdpDirection.SendOnly : receives ? SdpDirection.ReceiveOnly : SdpDirection.Inactive;
    }

    private static SdpMedia Medium(Line line, SdpStream stream, List<SdpCodec> codecs, SdpDirection direction, SdesKey[] keys, bool mux)
    {
        var lines = new List<SdpLine>();
        lines.AddRange(codecs.SelectMany(codec => codec.Lines()));
        lines.AddRange(keys.Select(key => new SdpLine('a', "crypto:" + key.ToAttribute())));
        if (mux) lines.Add(new('a', "rtcp-mux"));
        lines.Add(new('a', "ptime:20"));
        lines.AddRange(stream.Lines);
        lines.Add(new('a', SdpLine.Text(direction)));
        return SdpMedia.Create(stream.Kind, stream.Port, line.Protocol, [.. codecs.Select(codec => codec.PayloadType.ToString(CultureInfo.InvariantCulture))], lines);
    }

    private static SdpMedia Refusal(string kind, string protocol, IReadOnlyList<string> formats) => SdpMedia.Create(kind, 0, protocol, formats, []);

    private SdpSession Describe(string times, List<SdpMedia> media)
    {
        var family = address.AddressFamily == AddressFamily.InterNetworkV6 ? "IP6" : "IP4";
        List<SdpLine> rest = [new('s', "-"), new('c', $"IN {family} {address}"), new('t', times)];
        var body = new SdpSession(rest, media).ToString();
        // §8: the version rises by one when anything has changed.
        if (body != _before) _version++;
        _before = body;
        return new SdpSession([new('v', "0"), new('o', string.Create(CultureInfo.InvariantCulture, $"- {_id} {_version} IN {family} {address}")), .. rest], media);
    }
}
