namespace Portal.Sip.Proxying;

/// <summary>Takes what is ours off a request before it is routed (RFC 3261 §16.4).</summary>
internal sealed class RoutePreprocessing(OwnNames own, RouteToken tokens)
{
    /// <summary>What the Route values of ours said.</summary>
    /// <param name="Admitted">One was signed by us for this call: it was let through when it was set up.</param>
    /// <param name="Flow">The way to the telephone on the far side, where its Contact will not do.</param>
    internal readonly record struct Finding(bool Admitted, SipFlow? Flow);

    internal Finding Apply(SipRequest request)
    {
        var finding = default(Finding);
        // A strict router before us put our Record-Route into the Request-URI; the true one is the last Route value.
        if (request.Uri.IsLooseRouter && IsOwn(request.Uri, request.CallId, out var inUri) && request.Headers.Values(SipHeaderName.Route) is [.., var last] routes
            && NameAddr.TryParse(last, out var target))
        {
            request.Uri = target.Uri;
            SetRoutes(request, routes.Take(routes.Count - 1));
            finding = inUri;
        }
        // maddr that names us has done its work (§16.4).
        if (request.Uri.Parameters.Contains("maddr") && own.Has(request.Uri))
        {
            request.Uri = request.Uri.WithParameters(request.Uri.Parameters.Without("maddr").Without("transport"));
        }
        if (!request.Headers.Contains(SipHeaderName.Route)) return finding;

        var values = request.Headers.Values(SipHeaderName.Route);
        var taken = 0;
        // Two where we changed from one transport or address family to another: the last one is of the side it goes out on.
        while (taken < values.Count && NameAddr.TryParse(values[taken], out var route) && IsOwn(route.Uri, request.CallId, out var said))
        {
            finding = new Finding(finding.Admitted || said.Admitted, said.Flow);
            taken++;
        }
        if (taken > 0) SetRoutes(request, values.Skip(taken));
        return finding;
    }

    private bool IsOwn(SipUri uri, string callId, out Finding finding)
    {
        finding = default;
        if (!uri.IsSip) return false;
        if (uri.User is { } user)
        {
            // Only what we signed: a user of our domain is a destination, not a waypoint.
            if (!tokens.TryRead(user, callId, out var flow)) return false;
            finding = new Finding(true, flow);
            return true;
        }
        return own.Has(uri);
    }

    private static void SetRoutes(SipRequest request, IEnumerable<string> routes)
    {
        request.Headers.Remove(SipHeaderName.Route);
        foreach (var route in routes) request.Headers.Add(SipHeaderName.Route, route);
    }
}
