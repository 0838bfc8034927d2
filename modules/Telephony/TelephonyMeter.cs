using System.Diagnostics.Metrics;
using Portal.Telephony.Contracts;

namespace Portal.Telephony;

/// <summary>What the switch counts, under the meter <c>Portal.Telephony</c>.</summary>
internal sealed class TelephonyMeter
{
    private readonly UpDownCounter<int> _active;
    private readonly Counter<long> _calls;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _challenged;
    private readonly Counter<long> _transfers;
    private readonly Histogram<double> _talk;

    public TelephonyMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Portal.Telephony");
        _active = meter.CreateUpDownCounter<int>("portal.telephony.calls.active", "{call}", "Calls being set up or in progress");
        _calls = meter.CreateCounter<long>("portal.telephony.calls", "{call}", "Calls that have ended, by result");
        _refused = meter.CreateCounter<long>("portal.telephony.refused", "{request}", "Call attempts refused before they became a call, by reason");
        _challenged = meter.CreateCounter<long>("portal.telephony.challenged", "{request}", "Call attempts asked for their password");
        _transfers = meter.CreateCounter<long>("portal.telephony.transfers", "{transfer}", "Transfers asked for, by kind and by the final status that the telephone was told");
        _talk = meter.CreateHistogram<double>("portal.telephony.talk", "s", "How long answered calls lasted");
    }

    public void Began() => _active.Add(1);

    public void Ended(CallRecord record)
    {
        _active.Add(-1);
        _calls.Add(1, new KeyValuePair<string, object?>("result", record.Result.ToString()));
        if (record.AnsweredAt is not null)
        {
            _talk.Record(record.TalkMilliseconds / 1000.0);
        }
    }

    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Transferred(bool attended, int status) => _transfers.Add(
        1, new KeyValuePair<string, object?>("kind", attended ? "attended" : "blind"), new KeyValuePair<string, object?>("status", status));

    public void Challenged() => _challenged.Add(1);
}
