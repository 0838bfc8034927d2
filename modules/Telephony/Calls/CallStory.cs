using Portal.Telephony.Contracts;
using Portal.Telephony.Routing;

namespace Portal.Telephony.Calls;

/// <summary>What happened to a call, gathered while it lasts: the makings of its record.</summary>
internal sealed class CallStory(Call call, TimeProvider clock)
{
    public const string Caller = "caller";
    public const string Called = "called";
    public const string System = "system";

    private readonly List<string> _reasons = [];
    private RoutingDecision? _last;
    private DateTimeOffset? _rang;
    private DateTimeOffset? _answered;
    private DateTimeOffset? _ended;
    private CallParty? _answeredBy;
    private CallParty? _lastRang;
    private CallResult _result = CallResult.Failed;
    private int _status = 500;
    private string _endedBy = System;

    public void Decided(RoutingDecision decision)
    {
        _last = decision;
        foreach (var reason in decision.Reasons)
        {
            Say(reason);
        }
    }

    public void Rings(CallParty whose)
    {
        _rang ??= clock.GetUtcNow();
        _lastRang = whose;
    }

    public void Answered(CallParty by)
    {
        _answered = clock.GetUtcNow();
        _answeredBy = by;
        Say(Kept($"{by.Name} answered."));
    }

    /// <summary>The answer came too late for the caller.</summary>
    public void NeverAnswered()
    {
        _reasons.Remove(Kept($"{_answeredBy?.Name} answered."));
        _answered = null;
        _answeredBy = null;
    }

    /// <summary>The first end counts: what follows is clearing up.</summary>
    public void Ended(CallResult result, int status, string by, string? reason)
    {
        if (_ended is not null)
        {
            return;
        }

        _ended = clock.GetUtcNow();
        (_result, _status, _endedBy) = (result, status, by);
        Say(reason);
    }

    public CallRecord ToRecord()
    {
        var ended = _ended ?? clock.GetUtcNow();
        var ring = _rang is { } rang ? (_answered ?? ended) - rang : TimeSpan.Zero;
        var talk = _answered is { } answered ? ended - answered : TimeSpan.Zero;
        return new CallRecord(
            call.Id, call.Company, call.Caller, call.Dialled, _last?.Call.DialledParty, _answeredBy,
            call.At, _answered, ended, Milliseconds(ring), Milliseconds(talk), _result, _status, _endedBy, [.. _reasons])
        {
            Diversions = _last?.Call.Diversions ?? [],
            LastRang = _lastRang,
        };
    }

    // The wall clock may be set back during a call.
    private static long Milliseconds(TimeSpan span) => Math.Max(0, (long)span.TotalMilliseconds);

    private void Say(string? reason)
    {
        if (!string.IsNullOrEmpty(reason) && (_reasons.Count == 0 || _reasons[^1] != reason))
        {
            _reasons.Add(reason);
        }
    }
}
