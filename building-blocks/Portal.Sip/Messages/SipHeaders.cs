using System.Collections;
using System.Text;

namespace Portal.Sip;

/// <summary>One header line: its name and its value as text (folds removed).</summary>
public readonly record struct SipHeaderField(SipHeaderName Name, string Value);

/// <summary>
/// The header lines of a message in order. A received message's values stay in the received octets until asked for.
/// Not safe for use by several threads while one of them changes it.
/// </summary>
public sealed class SipHeaders : IEnumerable<SipHeaderField>
{
    private static readonly SipParser.ListOf<NameAddr> ReadNameAddr = NameAddr.TryParse;
    private static readonly SipParser.ListOf<Via> ReadVia = Via.TryParse;

    // Names this library does not know, beside their lines; null while there are none, which is nearly always.
    private string?[]? _others;
    private Line[] _lines;

    /// <summary>Sixteen octets a line, since every message has a dozen and more.</summary>
    private readonly struct Line(byte id, byte[] octets, int start, int length)
    {
        private readonly byte[] _octets = octets;
        private readonly int _start = start;
        private readonly ushort _length = (ushort)length;

        /// <summary>Of the name; 0 for one among the others.</summary>
        internal readonly byte Id = id;

        internal ReadOnlySpan<byte> Value => _octets.AsSpan(_start, _length);

        internal Line WithoutFirst(int octets) => new(Id, _octets, _start + octets, _length - octets);
    }

    public SipHeaders() : this(16) { }

    internal SipHeaders(int expected) => _lines = new Line[expected];

    /// <summary>The number of header lines.</summary>
    public int Count { get; private set; }

    // What routing and matching ask for again and again is read once, and forgotten when a line of its name changes.
    private NameAddr? _from, _to;
    private Via? _via;
    private string? _callId;
    private CSeq? _cseq;

    internal NameAddr? From => _from ??= TryGet(SipHeaderName.From, out var line) && NameAddr.TryParse(line, out var value) ? value : null;

    internal NameAddr? To => _to ??= TryGet(SipHeaderName.To, out var line) && NameAddr.TryParse(line, out var value) ? value : null;

    internal Via? TopVia => _via ??= TryGet(SipHeaderName.Via, out var line) && Via.TryParse(new SipReader(line).NextListValue(), out var via) ? via : null;

    internal string CallId => _callId ??= this[SipHeaderName.CallId] ?? "";

    internal CSeq? CSeq => _cseq ??= TryGet(SipHeaderName.CSeq, out var line) && Sip.CSeq.TryParse(line, out var value) ? value : null;

    /// <summary>The first line of this name as text, or null. Setting replaces every line of the name; null removes them.</summary>
    /// <exception cref="ArgumentException">The value holds CR, LF or NUL.</exception>
    public string? this[SipHeaderName name]
    {
        get => TryGet(name, out var value) ? Ascii.Unfold(value) : null;
        set
        {
            if (value is null) Remove(name); else Set(name, value);
        }
    }

    public bool Contains(SipHeaderName name) => IndexOf(name, 0) >= 0;

    /// <summary>The octets of the first line of this name, without white space around it.</summary>
    public bool TryGet(SipHeaderName name, out ReadOnlySpan<byte> value)
    {
        var at = IndexOf(name, 0);
        value = at < 0 ? default : _lines[at].Value;
        return at >= 0;
    }

    /// <summary>The next line of this name from <paramref name="at"/> (first 0) on.</summary>
    internal bool TryNext(SipHeaderName name, ref int at, out ReadOnlySpan<byte> value)
    {
        var found = IndexOf(name, at);
        value = found < 0 ? default : _lines[found].Value;
        at = found + 1;
        return found >= 0;
    }

    /// <summary>How many lines carry this name.</summary>
    public int CountOf(SipHeaderName name)
    {
        var count = 0;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1)) count++;
        return count;
    }

    /// <summary>Every line of this name as text, commas left alone.</summary>
    public IEnumerable<string> Lines(SipHeaderName name)
    {
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1)) yield return Ascii.Unfold(_lines[at].Value);
    }

    /// <summary>Every value of a list header: all lines, split at commas outside quotes and angle brackets (RFC 3261 §7.3.1).</summary>
    public IReadOnlyList<string> Values(SipHeaderName name)
    {
        List<string>? values = null;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1))
        {
            var reader = new SipReader(_lines[at].Value);
            while (!reader.AtEnd)
            {
                var value = reader.NextListValue();
                if (!value.IsEmpty && (values ??= []).Count < SipLimits.ValuesPerHeader) values.Add(Ascii.Unfold(value));
            }
        }
        return values ?? (IReadOnlyList<string>)[];
    }

    /// <summary>True when a list header holds this token (option tags, methods), compared without case.</summary>
    public bool HasToken(SipHeaderName name, string token)
    {
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1))
        {
            var reader = new SipReader(_lines[at].Value);
            while (!reader.AtEnd)
            {
                if (Ascii.EqualsIgnoreCase(reader.NextListValue(), token)) return true;
            }
        }
        return false;
    }

    /// <summary>All values of an address list (Contact, Route, Record-Route, Path, Diversion…); false when one cannot be read.</summary>
    public bool TryGetAddresses(SipHeaderName name, out IReadOnlyList<NameAddr> values) => TryGetList(name, ReadNameAddr, out values);

    /// <summary>All Via values, topmost first; false when one cannot be read.</summary>
    public bool TryGetVias(out IReadOnlyList<Via> values) => TryGetList(SipHeaderName.Via, ReadVia, out values);

    /// <summary>Appends a line.</summary>
    public SipHeaders Add(SipHeaderName name, string value)
    {
        Insert(Count, name, Encode(value));
        return this;
    }

    /// <summary>Inserts a line before the first of the same name, or at the top: how Via, Route and Record-Route grow.</summary>
    public SipHeaders AddFirst(SipHeaderName name, string value)
    {
        Insert(Math.Max(IndexOf(name, 0), 0), name, Encode(value));
        return this;
    }

    /// <summary>Replaces every line of the name by one.</summary>
    public SipHeaders Set(SipHeaderName name, string value)
    {
        var octets = Encode(value);
        var at = IndexOf(name, 0);
        if (at < 0)
        {
            Insert(Count, name, octets);
            return this;
        }
        Put(at, octets);
        for (var next = IndexOf(name, at + 1); next >= 0; next = IndexOf(name, next)) RemoveAt(next);
        Forget(name);
        return this;
    }

    /// <summary>Removes every line of the name; true when there was one.</summary>
    public bool Remove(SipHeaderName name)
    {
        var before = Count;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at)) RemoveAt(at);
        return Count != before;
    }

    /// <summary>Appends every line of the name from another message, octet for octet.</summary>
    public SipHeaders CopyFrom(SipHeaders other, SipHeaderName name)
    {
        for (var at = other.IndexOf(name, 0); at >= 0; at = other.IndexOf(name, at + 1)) InsertLine(Count, other.NameAt(at), other._lines[at]);
        return this;
    }

    /// <summary>What tells a message's transaction and dialog (RFC 3261 §8.2.6.2), octet for octet, with what has been read of it already.</summary>
    internal void CopyIdentity(SipHeaders other)
    {
        CopyFrom(other, SipHeaderName.Via).CopyFrom(other, SipHeaderName.From).CopyFrom(other, SipHeaderName.To).CopyFrom(other, SipHeaderName.CallId).CopyFrom(other, SipHeaderName.CSeq);
        (_via, _from, _to, _callId, _cseq) = (other._via, other._from, other._to, other._callId, other._cseq);
    }

    /// <summary>Appends an address; a From or To need not be read again.</summary>
    internal SipHeaders Add(SipHeaderName name, NameAddr address)
    {
        Insert(Count, name, address.Octets);
        if (name == SipHeaderName.From) _from = address;
        else if (name == SipHeaderName.To) _to = address;
        return this;
    }

    /// <summary>Appends the CSeq, which need not be read again.</summary>
    internal SipHeaders Add(CSeq cseq)
    {
        Insert(Count, SipHeaderName.CSeq, cseq.ToOctets());
        _cseq = cseq;
        return this;
    }

    /// <summary>Appends the Call-ID, which need not be read again.</summary>
    /// <param name="octets">The same, encoded.</param>
    internal SipHeaders AddCallId(string callId, byte[] octets)
    {
        Insert(Count, SipHeaderName.CallId, octets);
        _callId = callId;
        return this;
    }

    /// <summary>Appends a value that is octets already, shared and never changed: no line break in it.</summary>
    internal SipHeaders Add(SipHeaderName name, byte[] octets)
    {
        Insert(Count, name, octets);
        return this;
    }

    /// <summary>Puts our Via on top.</summary>
    internal void AddVia(byte[] octets) => Insert(Math.Max(IndexOf(SipHeaderName.Via, 0), 0), SipHeaderName.Via, octets);

    /// <summary>Replaces the topmost Via, keeping the octets of what is joined to it by a comma.</summary>
    internal void ReplaceTopVia(Via via)
    {
        var at = IndexOf(SipHeaderName.Via, 0);
        if (at < 0) return;
        var reader = new SipReader(_lines[at].Value);
        reader.NextListValue();
        var rest = Ascii.Trim(reader.Rest);
        var octets = Encode(via.ToString());
        Put(at, rest.IsEmpty ? octets : [.. octets, .. ", "u8, .. rest]);
        _via = via;
    }

    /// <summary>Takes off the first value of a list header (our Via from a response), keeping the octets of what is joined to it by a comma.</summary>
    internal void RemoveFirstValue(SipHeaderName name)
    {
        var at = IndexOf(name, 0);
        if (at < 0) return;
        var line = _lines[at];
        var reader = new SipReader(line.Value);
        reader.NextListValue();
        var left = Ascii.Trim(reader.Rest).Length;
        if (left == 0)
        {
            RemoveAt(at);
            return;
        }
        _lines[at] = line.WithoutFirst(line.Value.Length - left);
        Forget(name);
    }

    /// <summary>Appends <c>;tag=</c> to To without touching its octets, so that the peer sees its own spelling again.</summary>
    internal void AppendToTag(string tag)
    {
        var to = To?.WithTag(tag);
        var at = IndexOf(SipHeaderName.To, 0);
        var before = _lines[at].Value;
        var after = new byte[before.Length + TagIs.Length + tag.Length];
        before.CopyTo(after);
        TagIs.CopyTo(after.AsSpan(before.Length));
        Encoding.ASCII.GetBytes(tag, after.AsSpan(before.Length + TagIs.Length));
        Put(at, after);
        _to = to;
    }

    private static ReadOnlySpan<byte> TagIs => ";tag="u8;

    /// <summary>A line as received, its name a token: no copy, no check.</summary>
    internal void AddRaw(SipHeaderName name, byte[] octets, int start, int length)
    {
        if (Count == _lines.Length) Grow();
        if (name.Id == 0) NameOther(Count, name.Name);
        _lines[Count++] = new Line(name.Id, octets, start, length);
    }

    internal SipHeaders Clone()
    {
        var copy = new SipHeaders(Math.Max(_lines.Length, Count + 4)) { Count = Count };
        Array.Copy(_lines, copy._lines, Count);
        if (_others is not null)
        {
            copy._others = new string?[copy._lines.Length];
            Array.Copy(_others, copy._others, Count);
        }
        return copy;
    }

    /// <summary>How many lines there are of each known name, by its id.</summary>
    internal void CountKnown(Span<byte> counts)
    {
        counts.Clear();
        for (var i = 0; i < Count; i++)
        {
            ref var count = ref counts[_lines[i].Id];
            if (count < byte.MaxValue) count++;
        }
    }

    internal void Write(System.Buffers.IBufferWriter<byte> output)
    {
        for (var i = 0; i < Count; i++)
        {
            ref readonly var line = ref _lines[i];
            // The writer states the length it writes.
            if (line.Id == SipHeaderName.ContentLength.Id) continue;
            if (line.Id != 0)
            {
                SipWriter.Line(output, SipHeaderName.Written(line.Id), line.Value);
                continue;
            }
            SipWriter.Ascii(output, _others![i]!);
            SipWriter.Line(output, ": "u8, line.Value);
        }
    }

    public IEnumerator<SipHeaderField> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return new SipHeaderField(NameAt(i), Ascii.Unfold(_lines[i].Value));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryGetList<T>(SipHeaderName name, SipParser.ListOf<T> read, out IReadOnlyList<T> values)
    {
        values = [];
        List<T>? found = null;
        for (var at = IndexOf(name, 0); at >= 0; at = IndexOf(name, at + 1))
        {
            var reader = new SipReader(_lines[at].Value);
            while (!reader.AtEnd)
            {
                if (!read(reader.NextListValue(), out var value) || found?.Count == SipLimits.ValuesPerHeader) return false;
                (found ??= []).Add(value!);
            }
        }
        if (found is not null) values = found;
        return true;
    }

    private int IndexOf(SipHeaderName name, int from)
    {
        var id = name.Id;
        for (var i = from; i < Count; i++)
        {
            if (_lines[i].Id == id && (id != 0 || _others![i]!.Equals(name.Name, StringComparison.OrdinalIgnoreCase))) return i;
        }
        return -1;
    }

    private SipHeaderName NameAt(int at) => _lines[at].Id is var id && id == 0 ? SipHeaderName.Other(_others![at]!) : SipHeaderName.Of(id);

    private void Insert(int at, SipHeaderName name, byte[] value)
    {
        if (name.Name.Length == 0 || !IsToken(name)) throw new ArgumentException("A header name is a token.", nameof(name));
        if (value.Length > ushort.MaxValue) throw new ArgumentException("A header value is at most 65,535 octets.", nameof(value));
        InsertLine(at, name, new Line(name.Id, value, 0, value.Length));
    }

    private void InsertLine(int at, SipHeaderName name, Line line)
    {
        if (Count == _lines.Length) Grow();
        if (at < Count)
        {
            Array.Copy(_lines, at, _lines, at + 1, Count - at);
            if (_others is not null) Array.Copy(_others, at, _others, at + 1, Count - at);
        }
        _lines[at] = line;
        if (line.Id == 0) NameOther(at, name.Name);
        else if (_others is not null) _others[at] = null;
        Count++;
        Forget(name);
    }

    private void Put(int at, byte[] value)
    {
        if (value.Length > ushort.MaxValue) throw new ArgumentException("A header value is at most 65,535 octets.", nameof(value));
        _lines[at] = new Line(_lines[at].Id, value, 0, value.Length);
    }

    private void Grow()
    {
        Array.Resize(ref _lines, Count * 2);
        if (_others is not null) Array.Resize(ref _others, Count * 2);
    }

    private void NameOther(int at, string name)
    {
        _others ??= new string?[_lines.Length];
        _others[at] = name;
    }

    private void RemoveAt(int at)
    {
        Forget(NameAt(at));
        Count--;
        Array.Copy(_lines, at + 1, _lines, at, Count - at);
        _lines[Count] = default;
        if (_others is null) return;
        Array.Copy(_others, at + 1, _others, at, Count - at);
        _others[Count] = null;
    }

    private void Forget(SipHeaderName name)
    {
        if (name == SipHeaderName.Via) _via = null;
        else if (name == SipHeaderName.From) _from = null;
        else if (name == SipHeaderName.To) _to = null;
        else if (name == SipHeaderName.CallId) _callId = null;
        else if (name == SipHeaderName.CSeq) _cseq = null;
    }

    private static bool IsToken(SipHeaderName name)
    {
        if (name.Id != 0) return true;
        foreach (var c in name.Name)
        {
            if (c >= 0x80 || !CharacterSets.Token.Contains((byte)c)) return false;
        }
        return true;
    }

    /// <summary>A value set by code must not start a line of its own (header injection).</summary>
    internal static byte[] Encode(string value)
    {
        if (value.AsSpan().ContainsAny('\r', '\n', '\0')) throw new ArgumentException("A header value holds no line break or NUL.", nameof(value));
        return Encoding.UTF8.GetBytes(value.Trim());
    }
}
