using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Sip;

/// <summary>One <c>;name=value</c>; the value is null for a bare <c>;name</c> and keeps its quotes where it was quoted.</summary>
public readonly record struct SipParameter(string Name, string? Value);

/// <summary>The parameters of a header value or URI, in order, names compared without case. Immutable.</summary>
public sealed class SipParameters : IReadOnlyList<SipParameter>
{
    private static readonly string[] CommonNames =
        ["branch", "tag", "rport", "received", "lr", "transport", "expires", "q", "user", "maddr", "ttl", "ob", "reg-id", "+sip.instance"];

    [ThreadStatic]
    private static List<SipParameter>? t_gathering;

    private readonly SipParameter[] _items;

    private SipParameters(SipParameter[] items) => _items = items;

    /// <summary>This thread's list to read parameters into; it holds none. Good until <see cref="Gathered"/>.</summary>
    internal static List<SipParameter> Gathering()
    {
        var list = t_gathering ??= [];
        list.Clear();
        return list;
    }

    internal static SipParameters Gathered(List<SipParameter> found) => found.Count == 0 ? Empty : new SipParameters([.. found]);

    /// <summary>No parameters.</summary>
    public static SipParameters Empty { get; } = new([]);

    public int Count => _items.Length;
    public SipParameter this[int index] => _items[index];

    /// <summary>The value of a parameter, without surrounding quotes; null when it is absent or has no value.</summary>
    public string? this[string name] => TryGet(name, out var value) ? Unquote(value) : null;

    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>False when the parameter is absent; the value is null for a bare name.</summary>
    public bool TryGet(string name, out string? value)
    {
        var at = IndexOf(name);
        value = at < 0 ? null : _items[at].Value;
        return at >= 0;
    }

    /// <summary>A copy in which the parameter has this value (null: a bare name), in its old place or at the end.</summary>
    public SipParameters With(string name, string? value)
    {
        Require(name, value);
        return new SipParameters(Put(_items, name, value));
    }

    /// <summary>A copy without the parameter.</summary>
    public SipParameters Without(string name) =>
        Contains(name) ? new SipParameters(Array.FindAll(_items, p => !p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) : this;

    public IEnumerator<SipParameter> GetEnumerator() => ((IEnumerable<SipParameter>)_items).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        if (_items.Length == 0) return "";
        var text = new DefaultInterpolatedStringHandler(0, 0, CultureInfo.InvariantCulture, stackalloc char[256]);
        AppendTo(ref text);
        return text.ToStringAndClear();
    }

    internal void AppendTo(ref DefaultInterpolatedStringHandler text)
    {
        foreach (var (name, value) in _items)
        {
            text.AppendLiteral(";");
            text.AppendLiteral(name);
            if (value is null) continue;
            text.AppendLiteral("=");
            text.AppendLiteral(value);
        }
    }

    /// <summary>A copy with what a server notes in the topmost Via (RFC 3261 §18.2.1, RFC 3581 §4); null leaves the parameter as it is.</summary>
    internal SipParameters WithSource(string? rport, string? received)
    {
        var marked = _items;
        if (rport is not null) marked = Put(marked, "rport", rport);
        if (received is not null) marked = Put(marked, "received", received);
        return new SipParameters(marked);
    }

    private static SipParameter[] Put(SipParameter[] items, string name, string? value)
    {
        var at = IndexOf(items, name);
        if (at < 0) return [.. items, new(name, value)];
        var copy = items.AsSpan().ToArray();
        copy[at] = new(name, value);
        return copy;
    }

    internal static string Name(ReadOnlySpan<byte> name)
    {
        foreach (var common in CommonNames)
        {
            if (Ascii.Equals(name, common)) return common;
        }
        return Encoding.ASCII.GetString(name);
    }

    [return: NotNullIfNotNull(nameof(value))]
    internal static string? Unquote(string? value)
    {
        if (value is null || value.Length < 2 || value[0] != '"' || value[^1] != '"') return value;
        var inner = value[1..^1];
        if (!inner.Contains('\\')) return inner;
        var text = new StringBuilder(inner.Length);
        for (var i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '\\' && i + 1 < inner.Length) i++;
            text.Append(inner[i]);
        }
        return text.ToString();
    }

    /// <summary>The text as a quoted string with quotes and backslashes escaped; CR, LF and NUL are refused by the caller's check.</summary>
    internal static string Quote(string text) => '"' + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + '"';

    private int IndexOf(string name) => IndexOf(_items, name);

    private static int IndexOf(SipParameter[] items, string name)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        }
        return -1;
    }

    private static void Require(string name, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // A parameter must never carry a line of its own into a message (header injection).
        if (name.AsSpan().ContainsAny("\r\n\0;=,") || (value is not null && value.AsSpan().ContainsAny("\r\n\0")))
        {
            throw new ArgumentException("A SIP parameter holds no line break, NUL or separator.", nameof(value));
        }
    }
}
