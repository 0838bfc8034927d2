using System.Net;

namespace Portal.Sip;

/// <summary>Notes the source in the topmost Via and finds where answers go (RFC 3261 §18.2.1 and §18.2.2, RFC 3581 §4).</summary>
internal static class ReplyRoute
{
    internal static SipFlow Mark(SipRequest request, bool toSourcePort)
    {
        var source = request.Source!;
        var wellFormed = true;
        var via = request.TopVia;
        if (via is null && (!request.Headers.TryGet(SipHeaderName.Via, out var line) || !Via.Read(new SipReader(line).NextListValue(), out via, out wellFormed))) return source;

        var asked = via.HasRport;
        var same = via.Host == source.AddressText || (IPAddress.TryParse(via.Host, out var sentBy) && sentBy.Equals(source.Remote.Address));
        // RFC 3581 §4: with rport, received is stated even when it repeats sent-by. A received= of the sender's own making is never believed.
        if (wellFormed && (!same || asked || via.Parameters.Contains("received")))
        {
            request.Headers.ReplaceTopVia(via.With(via.Parameters.WithSource(asked ? source.PortText : null, source.AddressText)));
        }

        if (source.IsReliable || asked || toSourcePort) return source;
        // maddr is ignored on purpose: it lets a stranger point our answers at anybody.
        return source.WithRemote(new IPEndPoint(source.Remote.Address, via.Port ?? 5060));
    }
}
