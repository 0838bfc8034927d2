using System.Globalization;
using System.Security.Cryptography;

namespace Portal.Sip.Proxying;

/// <summary>
/// Marks a branch with everything that decides the routing, so that a request that comes back unchanged is known (RFC 3261 §16.3 step 4, §16.6 step 8, with
/// RFC 5393 §4.2: the topmost Via is left out, since it differs on every round). The marks are keyed: a Via that ends in one was made here.
/// </summary>
internal sealed class LoopMark(byte[] secret)
{
    private const int Letters = 16;

    /// <summary>The mark of a request as received.</summary>
    internal string Of(SipRequest request)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        Append(hash, request.Uri.ToString());
        Append(hash, request.From.Tag);
        Append(hash, request.To.Tag);
        Append(hash, request.CallId);
        Append(hash, request.CSeq.Number.ToString(CultureInfo.InvariantCulture));
        foreach (var name in (ReadOnlySpan<SipHeaderName>)[SipHeaderName.Route, SipHeaderName.ProxyRequire, SipHeaderName.ProxyAuthorization])
        {
            foreach (var line in request.Headers.Lines(name)) Append(hash, line);
        }
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..(Letters / 2)]);
    }

    /// <summary>A new branch that carries the mark.</summary>
    internal static string Branch(string mark) => $"{SipToken.Branch()}-{mark}";

    /// <summary>True when a Via below carries it: this element has sent the same request on before.</summary>
    internal static bool IsIn(SipRequest request, string mark)
    {
        if (!request.Headers.TryGetVias(out var vias)) return false;
        foreach (var via in vias)
        {
            if (via.Branch is { } branch && branch.EndsWith(mark, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        Span<byte> octets = stackalloc byte[256];
        var value = text ?? "\u0001";
        if (System.Text.Encoding.UTF8.TryGetBytes(value, octets, out var written)) hash.AppendData(octets[..written]);
        else hash.AppendData(System.Text.Encoding.UTF8.GetBytes(value));
        // Ended, so that two values cannot run into each other; no header value holds a NUL.
        hash.AppendData([0]);
    }
}
