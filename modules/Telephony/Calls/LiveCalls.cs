using System.Collections.Concurrent;
using Portal.Modularity;
using Portal.Sip;
using Portal.Tenancy.Contracts;

namespace Portal.Telephony.Calls;

/// <summary>The calls of this moment, and how many more an extension, a site or a company may have.</summary>
/// <param name="places">Knows the sites' limits; without it there are none.</param>
internal sealed class LiveCalls(TelephonyOptions options, ISitePlaces? places = null)
{
    private readonly ConcurrentDictionary<Guid, LiveCall> _calls = new();
    private readonly Dictionary<Guid, int> _perOwner = [];
    private readonly Lock _gate = new();
    private bool _closed;

    public int Count => _calls.Count;

    /// <summary>A place for one more call of this extension and company; null when there is none. Dispose it when the call has ended.</summary>
    public Place? TakePlace(EmployeeId caller, CompanyId company)
    {
        lock (_gate)
        {
            if (_closed || IsFull(caller.Value, options.CallsPerExtension) || IsFull(company.Value, options.CallsPerCompany))
            {
                return null;
            }

            Add(caller.Value, 1);
            Add(company.Value, 1);
            return new Place(this, caller.Value, company.Value);
        }
    }

    public void Add(LiveCall call) => _calls[call.Id] = call;

    public void Remove(LiveCall call) => _calls.TryRemove(call.Id, out _);

    /// <summary>The call in which somebody talks over this leg, and who it is; null when nobody does.</summary>
    public (LiveCall Call, Speaker Speaker)? Of(InviteSession leg)
    {
        foreach (var (_, call) in _calls)
        {
            if (call.SpeakerOf(leg) is { } speaker)
            {
                return (call, speaker);
            }
        }

        return null;
    }

    /// <summary>Ends every call by BYE, or its ringing, and takes no more. Completes when all are recorded or the time is over.</summary>
    public async Task EndAllAsync(TimeSpan patience)
    {
        lock (_gate)
        {
            _closed = true;
        }

        var ending = _calls.Values.Select(c => c.EndAsync()).ToArray();
        // The patience of a process that is told to stop is real time, whatever clock the calls run on.
        await Task.WhenAny(Task.WhenAll(ending), Task.Delay(patience, TimeProvider.System));
    }

    private bool IsFull(Guid owner, int limit) => limit > 0 && _perOwner.GetValueOrDefault(owner) >= limit;

    private bool HasRoom(SiteId site) => places?.CallLimitOf(site) is not { } limit || _perOwner.GetValueOrDefault(site.Value) < limit;

    private void Add(Guid owner, int change)
    {
        var count = _perOwner.GetValueOrDefault(owner) + change;
        if (count == 0)
        {
            _perOwner.Remove(owner);
        }
        else
        {
            _perOwner[owner] = count;
        }
    }

    /// <summary>One call's share of the limits. A call counts once for each site it touches: the caller's, and those it rings or talks to.</summary>
    internal sealed class Place(LiveCalls calls, Guid caller, Guid company) : IDisposable
    {
        private readonly HashSet<SiteId> _called = [];
        private SiteId? _own;
        private Place? _before;
        private bool _left;

        /// <summary>False when the caller's site has as many calls as it may have.</summary>
        public bool EnterFrom(SiteId? site)
        {
            lock (calls._gate)
            {
                if (_left || site is not { } own || !calls.HasRoom(own))
                {
                    return site is null;
                }

                _own = own;
                calls.Add(own.Value, 1);
                return true;
            }
        }

        /// <summary>The call now goes to these sites and no longer to those before.</summary>
        /// <returns>Those of them that have room for it.</returns>
        public IReadOnlySet<SiteId> EnterTo(IEnumerable<SiteId> sites)
        {
            lock (calls._gate)
            {
                LeaveCalled();
                HashSet<SiteId> open = [];
                foreach (var site in sites.Distinct())
                {
                    if (site == _own || _before?.Occupies(site) == true)
                    {
                        open.Add(site);
                    }
                    else if (!_left && calls.HasRoom(site))
                    {
                        open.Add(site);
                        _called.Add(site);
                        calls.Add(site.Value, 1);
                    }
                }

                return open;
            }
        }

        /// <summary>This call is to go on from another one: where that one is, there is room for it.</summary>
        public void GoOnFrom(Place before)
        {
            lock (calls._gate)
            {
                _before = before;
            }
        }

        /// <summary>These sites talk with each other from now on. Never refused: it is the same people as before, in another call.</summary>
        public void Settle(IEnumerable<SiteId> sites)
        {
            lock (calls._gate)
            {
                LeaveSites();
                _before = null;
                foreach (var site in _left ? [] : sites.Distinct())
                {
                    _called.Add(site);
                    calls.Add(site.Value, 1);
                }
            }
        }

        private bool Occupies(SiteId site) => !_left && (site == _own || _called.Contains(site));

        private void LeaveSites()
        {
            LeaveCalled();
            if (_own is { } own)
            {
                calls.Add(own.Value, -1);
                _own = null;
            }
        }

        private void LeaveCalled()
        {
            foreach (var site in _called)
            {
                calls.Add(site.Value, -1);
            }

            _called.Clear();
        }

        public void Dispose()
        {
            lock (calls._gate)
            {
                if (!_left)
                {
                    _left = true;
                    calls.Add(caller, -1);
                    calls.Add(company, -1);
                    LeaveSites();
                }
            }
        }
    }
}
