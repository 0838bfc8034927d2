namespace Portal.Sip;

/// <summary>Reads "Method SP Request-URI SP SIP/2.0" (RFC 3261 §7.1).</summary>
internal static class RequestLine
{
    private static readonly SipUri Nowhere = SipUri.Parse("sip:invalid.invalid");

    /// <summary>The request, possibly without a usable URI when a problem is told.</summary>
    internal static SipRequest? Read(ReadOnlySpan<byte> line, SipHeaders headers, out int status, out string? problem)
    {
        status = 400;
        problem = "The request line is malformed";
        var first = line.IndexOf((byte)' ');
        if (first <= 0 || line[..first].ContainsAnyExcept(CharacterSets.Token)) return null;
        var method = SipMethod.From(line[..first]);
        var rest = line[(first + 1)..];
        var last = rest.LastIndexOf((byte)' ');
        if (last <= 0) return new SipRequest(method, Nowhere, headers);

        var version = rest[(last + 1)..];
        if (!Ascii.EqualsIgnoreCase(version, "SIP/2.0"))
        {
            if (version.Length > 4 && Ascii.EqualsIgnoreCase(version[..4], "SIP/"))
            {
                status = 505;
                problem = "The SIP version is not 2.0";
            }
            return new SipRequest(method, Nowhere, headers);
        }

        if (!SipUri.TryParse(rest[..last], out var uri))
        {
            problem = "The Request-URI is malformed";
            return new SipRequest(method, Nowhere, headers);
        }
        // Headers in a Request-URI are not allowed (§19.1.1 table) and must never become headers of a forwarded request.
        problem = uri.Headers is not null ? "The Request-URI holds headers" : null;
        return new SipRequest(method, uri, headers);
    }

    /// <summary>What an unreadable request line is answered by; its Via still says to whom.</summary>
    internal static SipRequest Placeholder(SipHeaders headers) => new("UNREADABLE", Nowhere, headers);
}
