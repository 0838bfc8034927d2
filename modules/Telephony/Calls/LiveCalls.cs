using System.Collections.Concurrent;
using Portal.Modularity;

namespace Portal.Telephony.Calls;

/// <summary>The calls of this moment, and how many more an extension or a company may make.</summary>
internal sealed class LiveCalls(TelephonyOptions options)
{
    private readonly ConcurrentDictionary<Guid, LiveCall> _calls = new();
    private readonly Dictionary<Guid, int> _perOwner = [];
    private readonly Lock _gate = new();
    private bool _closed;

    public int Count => _calls.Count;

    /// <summary>A place for one more call of this extension and company; null when there is none. Dispose it when the call has ended.</summary>
    public IDisposable? TakePlace(EmployeeId caller, CompanyId company)
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

    private sealed class Place(LiveCalls calls, Guid caller, Guid company) : IDisposable
    {
        private bool _left;

        public void Dispose()
        {
            lock (calls._gate)
            {
                if (!_left)
                {
                    _left = true;
                    calls.Add(caller, -1);
                    calls.Add(company, -1);
                }
            }
        }
    }
}
