using System.Collections.Frozen;
using System.Text;

namespace Portal.Sip;

/// <summary>A header name. The known ones have one canonical spelling and, some, a compact form (RFC 3261 §7.3.3); a string converts implicitly.</summary>
public readonly struct SipHeaderName : IEquatable<SipHeaderName>
{
    private static readonly (string Name, char Compact)[] Known =
    [
        ("", '\0'), ("Via", 'v'), ("From", 'f'), ("To", 't'), ("Call-ID", 'i'), ("CSeq", '\0'), ("Max-Forwards", '\0'), ("Contact", 'm'),
        ("Content-Length", 'l'), ("Content-Type", 'c'), ("Content-Encoding", 'e'), ("Route", '\0'), ("Record-Route", '\0'), ("Path", '\0'),
        ("Service-Route", '\0'), ("Expires", '\0'), ("Min-Expires", '\0'), ("Allow", '\0'), ("Supported", 'k'), ("Require", '\0'),
        ("Proxy-Require", '\0'), ("Unsupported", '\0'), ("Authorization", '\0'), ("WWW-Authenticate", '\0'), ("Proxy-Authorization", '\0'),
        ("Proxy-Authenticate", '\0'), ("User-Agent", '\0'), ("Server", '\0'), ("Subject", 's'), ("Date", '\0'), ("Accept", '\0'), ("Event", 'o'),
        ("Allow-Events", 'u'), ("Subscription-State", '\0'), ("Refer-To", 'r'), ("Referred-By", 'b'), ("Replaces", '\0'), ("Session-Expires", 'x'),
        ("Min-SE", '\0'), ("Diversion", '\0'), ("History-Info", '\0'), ("P-Asserted-Identity", '\0'), ("P-Preferred-Identity", '\0'),
        ("Remote-Party-ID", '\0'), ("Privacy", '\0'), ("Reason", '\0'), ("RSeq", '\0'), ("RAck", '\0'), ("Alert-Info", '\0'), ("Call-Info", '\0'),
        ("Retry-After", '\0'), ("Warning", '\0'), ("Timestamp", '\0'), ("Organization", '\0'), ("Content-Disposition", '\0'), ("MIME-Version", '\0'),
        ("Max-Breadth", '\0'),
    ];
    private const int LongestKnown = 31;
    private static readonly FrozenDictionary<string, byte> ByName = Build();
    private static readonly byte[][] Places = BuildPlaces();
    private static readonly byte[][] AsWritten = [.. Known.Select(known => Encoding.ASCII.GetBytes(known.Name + ": "))];

    private readonly string? _other;

    private SipHeaderName(byte id, string? other)
    {
        Id = id;
        _other = other;
    }

    public static SipHeaderName Via => new(1, null);
    public static SipHeaderName From => new(2, null);
    public static SipHeaderName To => new(3, null);
    public static SipHeaderName CallId => new(4, null);
    public static SipHeaderName CSeq => new(5, null);
    public static SipHeaderName MaxForwards => new(6, null);
    public static SipHeaderName Contact => new(7, null);
    public static SipHeaderName ContentLength => new(8, null);
    public static SipHeaderName ContentType => new(9, null);
    public static SipHeaderName ContentEncoding => new(10, null);
    public static SipHeaderName Route => new(11, null);
    public static SipHeaderName RecordRoute => new(12, null);
    public static SipHeaderName Path => new(13, null);
    public static SipHeaderName ServiceRoute => new(14, null);
    public static SipHeaderName Expires => new(15, null);
    public static SipHeaderName MinExpires => new(16, null);
    public static SipHeaderName Allow => new(17, null);
    public static SipHeaderName Supported => new(18, null);
    public static SipHeaderName Require => new(19, null);
    public static SipHeaderName ProxyRequire => new(20, null);
    public static SipHeaderName Unsupported => new(21, null);
    public static SipHeaderName Authorization => new(22, null);
    public static SipHeaderName WwwAuthenticate => new(23, null);
    public static SipHeaderName ProxyAuthorization => new(24, null);
    public static SipHeaderName ProxyAuthenticate => new(25, null);
    public static SipHeaderName UserAgent => new(26, null);
    public static SipHeaderName Server => new(27, null);
    public static SipHeaderName Date => new(29, null);
    public static SipHeaderName Accept => new(30, null);
    public static SipHeaderName Event => new(31, null);
    public static SipHeaderName SessionExpires => new(37, null);
    public static SipHeaderName MinSE => new(38, null);
    public static SipHeaderName Diversion => new(39, null);
    public static SipHeaderName PAssertedIdentity => new(41, null);
    public static SipHeaderName Privacy => new(44, null);
    public static SipHeaderName Reason => new(45, null);
    public static SipHeaderName SubscriptionState => new(33, null);
    public static SipHeaderName ReferTo => new(34, null);
    public static SipHeaderName ReferredBy => new(35, null);
    public static SipHeaderName Replaces => new(36, null);
    public static SipHeaderName HistoryInfo => new(40, null);
    public static SipHeaderName RSeq => new(46, null);
    public static SipHeaderName RAck => new(47, null);
    public static SipHeaderName AllowEvents => new(32, null);
    public static SipHeaderName RetryAfter => new(50, null);
    public static SipHeaderName MaxBreadth => new(56, null);

    /// <summary>The canonical spelling, or the name as written for a header this library does not know.</summary>
    public string Name => Id == 0 ? _other ?? "" : Known[Id].Name;

    /// <summary>Zero for an unknown name.</summary>
    internal byte Id { get; }

    public static implicit operator SipHeaderName(string name) => Parse(name);

    /// <summary>Finds the name, compact or long, without regard to case.</summary>
    public static SipHeaderName Parse(string name) => ByName.TryGetValue(name, out var id) ? new SipHeaderName(id, null) : new SipHeaderName(0, name);

    internal static SipHeaderName Parse(ReadOnlySpan<byte> name)
    {
        if (name.Length is > 0 and <= LongestKnown)
        {
            foreach (var id in Places[Place(name.Length, name[0])])
            {
                if (name.Length == 1 ? (name[0] | 0x20) == Known[id].Compact : Ascii.EqualsIgnoreCase(name, Known[id].Name)) return new SipHeaderName(id, null);
            }
        }
        return new SipHeaderName(0, Encoding.ASCII.GetString(name));
    }

    /// <summary>A known name by its id.</summary>
    internal static SipHeaderName Of(byte id) => new(id, null);

    /// <summary>A name that is not among the known ones.</summary>
    internal static SipHeaderName Other(string name) => new(0, name);

    /// <summary>The known name with colon and space after it.</summary>
    internal static ReadOnlySpan<byte> Written(byte id) => AsWritten[id];

    public bool Equals(SipHeaderName other) => Id == other.Id && (Id != 0 || string.Equals(_other, other._other, StringComparison.OrdinalIgnoreCase));
    public override bool Equals(object? obj) => obj is SipHeaderName other && Equals(other);
    public override int GetHashCode() => Id != 0 ? Id : StringComparer.OrdinalIgnoreCase.GetHashCode(_other ?? "");
    public static bool operator ==(SipHeaderName a, SipHeaderName b) => a.Equals(b);
    public static bool operator !=(SipHeaderName a, SipHeaderName b) => !a.Equals(b);
    public override string ToString() => Name;

    /// <summary>Names that can be the same: of one length, with one first letter. Compact forms have their letter for themselves.</summary>
    private static int Place(int length, byte first) => (length << 5) | (first & 0x1F);

    private static byte[][] BuildPlaces()
    {
        var places = new List<byte>[(LongestKnown + 1) << 5];
        void Add(int length, char first, byte id) => (places[Place(length, (byte)first)] ??= []).Add(id);
        for (byte id = 1; id < Known.Length; id++)
        {
            Add(Known[id].Name.Length, Known[id].Name[0], id);
            if (Known[id].Compact != '\0') Add(1, Known[id].Compact, id);
        }
        return [.. places.Select(place => place?.ToArray() ?? [])];
    }

    private static FrozenDictionary<string, byte> Build()
    {
        var names = new Dictionary<string, byte>(StringComparer.OrdinalIgnoreCase);
        for (byte id = 1; id < Known.Length; id++)
        {
            names[Known[id].Name] = id;
            if (Known[id].Compact != '\0') names[Known[id].Compact.ToString()] = id;
        }
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
