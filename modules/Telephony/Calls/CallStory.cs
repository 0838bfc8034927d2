using Portal.Modularity;
using Portal.Telephony.Contracts;

namespace Portal.Telephony.Calls;

/// <summary>
/// What happened to a call, gathered while it lasts: the makings of its record, or of two when a public number led it into another
/// company. Each company then reads its own side and of the other no more than the public numbers.
/// </summary>
internal sealed class CallStory(Call call, TimeProvider clock)
{
    private const int MostRemarks = 200;

    public const string Caller = "caller";
    public const string Called = "called";
    public const string System = "system";

    /// <summary>It went on as another call.</summary>
    public const string Transfer = "transfer";

    /// <summary>Somebody who came into the call by a transfer.</summary>
    public const string Transferred = "transferred";

    // A remark without a company may be read by both sides.
    private readonly List<(CompanyId? Company, string Reason)> _reasons = [];
    private RoutingDecision? _last;
    private DateTimeOffset? _rang;
    private DateTimeOffset? _answered;
    private DateTimeOffset? _ended;
    private (CallParty Party, CompanyId Company)? _answeredBy;
    private (CallParty Party, CompanyId Company)? _lastRang;
    private CallResult _result = CallResult.Failed;
    private int _status = 500;
    private string _endedBy = System;

    /// <summary>As whom other companies see the caller: somebody else than who pays, when that one transferred the call and left it.</summary>
    public Call ShownAs { get => field ?? call; init; }

    /// <summary>Whether this company has a record of it.</summary>
    public bool Concerns(CompanyId company) => company == call.Company || company == _last?.Call.DialledCompany;

    public void Decided(RoutingDecision decision)
    {
        _last = decision;
        foreach (var (company, reason) in decision.Remarks)
        {
            Say(company, reason);
        }
    }

    /// <summary>Something to know that no treatment said.</summary>
    public void Remark(CompanyId company, string reason)
    {
        // A telephone may try transfer after transfer in a call of hours.
        if (_reasons.Count < MostRemarks)
        {
            Say(company, reason);
        }
    }

    public void Rings(CallParty whose, CompanyId company)
    {
        _rang ??= clock.GetUtcNow();
        _lastRang = (whose, company);
    }

    public void Answered(CallParty by, CompanyId company)
    {
        _answered = clock.GetUtcNow();
        _answeredBy = (by, company);
        Say(company, Kept($"{by.Name} answered."));
    }

    /// <summary>The answer came too late for the caller.</summary>
    public void NeverAnswered()
    {
        if (_answeredBy is { } by)
        {
            _reasons.Remove((by.Company, Kept($"{by.Party.Name} answered.")));
        }

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
        Say(null, reason);
    }

    /// <summary>For a company whose people talk on, the end is still to come.</summary>
    public void GoesOn() => _ended = null;

    /// <summary>The record of the caller's company first.</summary>
    /// <param name="presentation">How the caller is shown to another company; null: withheld.</param>
    public IReadOnlyList<CallRecord> ToRecords(CallerPresentation? presentation)
    {
        var own = RecordFor(call.Id, call.Company, call.Caller);
        return _last?.Call.DialledCompany is { } other && other != call.Company
            ? [own, RecordFor(Guid.CreateVersion7(), other, presentation?.Of(ShownAs, other) ?? CallerPresentation.Outside(""))]
            : [own];
    }

    private CallRecord RecordFor(Guid id, CompanyId company, CallParty caller)
    {
        var ended = _ended ?? clock.GetUtcNow();
        var ring = _rang is { } rang ? (_answered ?? ended) - rang : TimeSpan.Zero;
        var talk = _answered is { } answered ? ended - answered : TimeSpan.Zero;
        var last = _last?.Call;
        return new CallRecord(
            id, company, caller, last?.DialledE164 is { } full && company != call.Company ? full : call.Dialled,
            last?.DialledParty is { } dialled ? AsSeenBy(company, (dialled, last.DialledCompany)) : null, AsSeenBy(company, _answeredBy),
            call.At, _answered, ended, Milliseconds(ring), Milliseconds(talk), _result, _status, _endedBy,
            [.. _reasons.Where(r => r.Company is null || r.Company == company).Select(r => r.Reason)])
        {
            Diversions = last is null || last.DialledCompany != company ? [] : last.Diversions,
            LastRang = AsSeenBy(company, _lastRang),
            DialledE164 = last?.DialledE164,
        };
    }

    private CallParty? AsSeenBy(CompanyId viewer, (CallParty Party, CompanyId Company)? party) => party switch
    {
        null => null,
        { } own when own.Company == viewer => own.Party,
        _ => CallerPresentation.Outside(_last?.Call.DialledE164 ?? call.Dialled),
    };

    // The wall clock may be set back during a call.
    private static long Milliseconds(TimeSpan span) => Math.Max(0, (long)span.TotalMilliseconds);

    private void Say(CompanyId? company, string? reason)
    {
        if (!string.IsNullOrEmpty(reason) && (_reasons.Count == 0 || _reasons[^1] != (company, reason)))
        {
            _reasons.Add((company, reason));
        }
    }
}
