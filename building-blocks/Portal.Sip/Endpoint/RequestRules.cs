using System.Globalization;

namespace Portal.Sip;

/// <summary>What a request is refused for before any handler sees it (RFC 3261 §8.2, §16.3).</summary>
internal static class RequestRules
{
    internal static SipResponse? Refusal(SipServerTransaction transaction, SipEndpointOptions options)
    {
        var request = transaction.Request;
        if (!request.Uri.IsSip && request.Uri.Scheme != "tel") return transaction.CreateResponse(416);

        var inDialog = request.To.Tag is not null;
        // §16.3 step 3: what is not for this element itself would have to travel on.
        if (request.MaxForwards == 0 && !inDialog && request.Method != SipMethod.Register && request.Uri.User is not null) return transaction.CreateResponse(483);

        List<string>? unsupported = null;
        Collect(request, SipHeaderName.Require, options, ref unsupported);
        Collect(request, SipHeaderName.ProxyRequire, options, ref unsupported);
        if (unsupported is not null)
        {
            var response = transaction.CreateResponse(420);
            response.Headers.Add(SipHeaderName.Unsupported, string.Join(", ", unsupported));
            return response;
        }

        // RFC 4028 §5 and §9: only a peer that knows timers can be told to ask for more.
        if (request.Method is SipMethod.Invite or SipMethod.Update
            && SessionExpires.Of(request) is { } timer && timer.Interval < options.MinSessionExpires
            && request.Headers.HasToken(SipHeaderName.Supported, "timer"))
        {
            var response = transaction.CreateResponse(422);
            response.Headers.Add(SipHeaderName.MinSE, ((int)options.MinSessionExpires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            return response;
        }
        return null;
    }

    private static void Collect(SipRequest request, SipHeaderName name, SipEndpointOptions options, ref List<string>? unsupported)
    {
        if (!request.Headers.Contains(name)) return;
        foreach (var tag in request.Headers.Values(name))
        {
            if (!options.SupportedExtensions.Contains(tag, StringComparer.OrdinalIgnoreCase)) (unsupported ??= []).Add(tag);
        }
    }
}
