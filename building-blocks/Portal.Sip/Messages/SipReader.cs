using System.Buffers;
using System.Text;

namespace Portal.Sip;

/// <summary>A cursor over one header value; every method answers false instead of throwing.</summary>
internal ref struct SipReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _rest = octets;

    internal readonly bool AtEnd => _rest.IsEmpty;
    internal readonly ReadOnlySpan<byte> Rest => _rest;
    internal readonly byte Peek => _rest.IsEmpty ? (byte)0 : _rest[0];

    internal void SkipWhite()
    {
        // Mostly there is none, or one.
        var white = 0;
        while (white < _rest.Length && _rest[white] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') white++;
        _rest = _rest[white..];
    }

    internal bool Take(byte expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected) return false;
        _rest = _rest[1..];
        return true;
    }

    /// <summary>A separator with optional white space on both sides (SEMI, EQUAL, SLASH, COMMA of RFC 3261 §25.1).</summary>
    internal bool TakeSeparator(byte expected)
    {
        var before = _rest;
        SkipWhite();
        if (!Take(expected))
        {
            _rest = before;
            return false;
        }
        SkipWhite();
        return true;
    }

    /// <summary>The longest run of the given characters; false when there is none.</summary>
    internal bool TryRun(SearchValues<byte> allowed, out ReadOnlySpan<byte> run)
    {
        var end = _rest.IndexOfAnyExcept(allowed);
        run = end < 0 ? _rest : _rest[..end];
        _rest = _rest[run.Length..];
        return !run.IsEmpty;
    }

    /// <summary>A quoted string including its quotes; false when it does not end.</summary>
    internal bool TryQuoted(out ReadOnlySpan<byte> quoted)
    {
        quoted = default;
        if (_rest.IsEmpty || _rest[0] != (byte)'"') return false;
        for (var i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == (byte)'\\')
            {
                i++;
                continue;
            }
            if (_rest[i] != (byte)'"') continue;
            quoted = _rest[..(i + 1)];
            _rest = _rest[(i + 1)..];
            return true;
        }
        return false;
    }

    /// <summary>Everything up to (not including) the mark, which is consumed too.</summary>
    internal bool TryUntil(byte mark, out ReadOnlySpan<byte> before)
    {
        var at = _rest.IndexOf(mark);
        before = at < 0 ? default : _rest[..at];
        if (at < 0) return false;
        _rest = _rest[(at + 1)..];
        return true;
    }

    /// <summary>The parameters that follow, each led by a semicolon; false when one is malformed.</summary>
    internal bool TryParameters(out SipParameters parameters)
    {
        parameters = SipParameters.Empty;
        if (_rest.IsEmpty) return true;
        var found = SipParameters.Gathering();
        while (TakeSeparator((byte)';'))
        {
            if (!TryRun(CharacterSets.Token, out var name)) return false;
            string? value = null;
            if (TakeSeparator((byte)'='))
            {
                if (Peek == (byte)'"')
                {
                    if (!TryQuoted(out var quoted)) return false;
                    value = Ascii.Unfold(quoted);
                }
                else
                {
                    // An empty value ("tag=") is outside the grammar but seen in the field; it reads as "".
                    TryRun(CharacterSets.ParameterValue, out var plain);
                    value = Encoding.ASCII.GetString(plain);
                }
            }
            if (found.Count == SipLimits.Parameters) return false;
            found.Add(new SipParameter(SipParameters.Name(name), value));
        }
        parameters = SipParameters.Gathered(found);
        return true;
    }

    /// <summary>The end of the next comma-separated value, minding quotes and angle brackets; the comma is consumed.</summary>
    internal ReadOnlySpan<byte> NextListValue()
    {
        var quoted = false;
        var angle = false;
        for (var i = 0; i < _rest.Length; i++)
        {
            switch (_rest[i])
            {
                case (byte)'\\' when quoted: i++; break;
                case (byte)'"': quoted = !quoted; break;
                case (byte)'<' when !quoted: angle = true; break;
                case (byte)'>' when !quoted: angle = false; break;
                case (byte)',' when !quoted && !angle:
                    var value = _rest[..i];
                    _rest = _rest[(i + 1)..];
                    return Ascii.Trim(value);
            }
        }
        var last = _rest;
        _rest = default;
        return Ascii.Trim(last);
    }
}
