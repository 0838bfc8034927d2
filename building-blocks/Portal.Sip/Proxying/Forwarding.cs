using System.Globalization;

namespace Portal.Sip.Proxying;

/// <summary>The copy of a request that is sent on (RFC 3261 §16.6 steps 1 to 6).</summary>
internal static class Forwarding
{
    /// <returns>The copy, and where it goes (step 7) unless the target has a flow: the first Route, or without one the Request-URI.</returns>
    internal static (SipRequest Copy, SipUri NextHop) Copy(SipRequest received, ProxyTarget target)
    {
        var copy = received.Clone();
        copy.Uri = target.Uri.Headers is null ? target.Uri : target.Uri.WithoutHeaders();
        copy.Headers[SipHeaderName.MaxForwards] = ((received.MaxForwards ?? 70) - 1).ToString(CultureInfo.InvariantCulture);
        for (var i = target.Routes.Count - 1; i >= 0; i--) copy.Headers.AddFirst(SipHeaderName.Route, target.Routes[i]);
        if (!copy.Headers.Contains(SipHeaderName.Route)) return (copy, copy.Uri);

        var routes = copy.Headers.Values(SipHeaderName.Route);
        if (!NameAddr.TryParse(routes[0], out var first)) return (copy, copy.Uri);
        if (first.Uri.IsLooseRouter) return (copy, first.Uri);
        // Step 6: a next hop without lr expects itself in the Request-URI and the target at the end of the Route.
        copy.Headers.Remove(SipHeaderName.Route);
        foreach (var route in routes.Skip(1)) copy.Headers.Add(SipHeaderName.Route, route);
        copy.Headers.Add(SipHeaderName.Route, $"<{copy.Uri}>");
        copy.Uri = first.Uri;
        return (copy, first.Uri);
    }
}
