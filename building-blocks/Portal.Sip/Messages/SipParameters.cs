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

    private readonly List<SipParameter> _items;

    internal SipParameters(List<SipParameter> items) => _items = items;

    /// <summary>No parameters.</summary>
    public static SipParameters Empty { get; } = new([]);

    public int Count => _items.Count;
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
        var copy = new List<SipParameter>(_items);
        var at = IndexOf(name);
        if (at < 0) copy.Add(new(name, value)); else copy[at] = new(name, value);
        return new SipParameters(copy);
    }

    /// <summary>A copy without the parameter.</summary>
    public SipParameters Without(string name) =>
        Contains(name) ? new SipParameters(_items.FindAll(p => !p.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) : this;

    public IEnumerator<SipParameter> GetEnumerator() => _items.GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        if (_items.Count == 0) return "";
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
        var copy = new List<SipParameter>(_items.Count + 2);
        copy.AddRange(_items);
        Put(copy, "rport", rport);
        Put(copy, "received", received);
        return new SipParameters(copy);
    }

    private void Put(List<SipParameter> copy, string name, string? value)
    {
        if (value is null) return;
        var at = IndexOf(name);
        if (at < 0) copy.Add(new(name, value)); else copy[at] = new(name, value);
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

    private int IndexOf(string name)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            if (_items[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
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
