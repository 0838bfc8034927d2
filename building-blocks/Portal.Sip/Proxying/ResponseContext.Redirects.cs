namespace Portal.Sip.Proxying;

/// <summary>Redirections that are followed here instead of by the caller (RFC 3261 §16.7 step 4).</summary>
internal sealed partial class ResponseContext
{
    private HashSet<SipUri>? _tried;
    private int _redirectsLeft;

    /// <summary>The contacts of an answer that may be tried here; null when there are none. In the lock.</summary>
    private List<NameAddr>? TakeContacts(SipResponse response)
    {
        // 305 and 380 ask for more than another address.
        if (_redirectsLeft == 0 || _closed || _answered || response.StatusCode is not (300 or 301 or 302)) return null;
        if (!response.Headers.TryGetAddresses(SipHeaderName.Contact, out var contacts)) return null;
        _tried ??= [.. _route.Targets.Select(target => target.Uri), _server.Request.Uri];
        var taken = contacts.Where(MayFollow).DistinctBy(contact => contact.Uri).OrderByDescending(contact => contact.Quality ?? 1000).Take(_redirectsLeft).ToList();
        _redirectsLeft -= taken.Count;
        return taken.Count == 0 ? null : taken;
    }

    /// <summary>A call that was to be secured all the way must not go on unsecured; what has been tried would come round for ever.</summary>
    private bool MayFollow(NameAddr contact) => contact.Uri.IsSip && (contact.Uri.IsSecure || !_server.Request.Uri.IsSecure) && !_tried!.Contains(contact.Uri);

    private async Task FollowAsync(ProxyBranch branch, SipResponse response, List<NameAddr> contacts)
    {
        // The user is asked where it asked to be.
        if (!_proxy.Routing.RunsInline) await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            var targets = new List<ProxyTarget>();
            foreach (var contact in contacts)
            {
                var leadsTo = await _proxy.Routing.RedirectAsync(_server, contact, _proxy.Endpoint.Stopping).ConfigureAwait(false);
                lock (_gate)
                {
                    var fresh = leadsTo.Where(target => _tried!.Add(target.Uri)).ToList();
                    if (fresh.Count > 0) RemoveContact(response, contact);
                    targets.AddRange(fresh);
                }
            }
            var ways = await FindAsync(Divide(targets, branch.Breadth)).ConfigureAwait(false);
            // The first of them take the place of the branch, and its breadth.
            Begin(ways, branch.Breadth);
            lock (_gate)
            {
                if (response.Headers.Contains(SipHeaderName.Contact)) _best.Add(response);
                _pending--;
                if (_pending > 0 || _answered) return;
            }
            await TryNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _proxy.Endpoint.ReportFailure(e);
            lock (_gate) Fail();
        }
    }

    /// <summary>Those of the highest preference, as many as there is breadth for; the others wait until nothing is under way, before all that waited already.</summary>
    private IReadOnlyList<ProxyTarget> Divide(List<ProxyTarget> targets, int breadth)
    {
        if (targets.Count == 0) return [];
        var groups = targets.GroupBy(target => target.Quality).OrderByDescending(group => group.Key).ToList();
        var first = groups[0].Take(breadth).ToList();
        var later = new[] { groups[0].Skip(breadth) }.Concat(groups.Skip(1)).SelectMany(group => group.Chunk(_breadth));
        lock (_gate) _groups.InsertRange(_next, later);
        return first;
    }

    /// <summary>What is tried here must not be tried by the caller again.</summary>
    private static void RemoveContact(SipResponse response, NameAddr followed)
    {
        response.Headers.TryGetAddresses(SipHeaderName.Contact, out var contacts);
        response.Headers.Remove(SipHeaderName.Contact);
        foreach (var contact in contacts)
        {
            if (!contact.Uri.Equals(followed.Uri)) response.Headers.Add(SipHeaderName.Contact, contact.ToString());
        }
    }
}
