using System.Diagnostics.Metrics;

namespace Portal.CallLogs.Recording;

/// <summary>What <c>/metrics</c> tells of call recording.</summary>
internal sealed class RecordingMeter
{
    public RecordingMeter(IMeterFactory meters)
    {
        var meter = meters.Create("Portal.CallLogs");
        Stored = meter.CreateCounter<long>("portal.call_records.stored", "{record}", "Call records stored in the database");
        Journaled = meter.CreateCounter<long>("portal.call_records.journaled", "{record}", "Call records put on the disk because the database was slow or away");
        Lost = meter.CreateCounter<long>("portal.call_records.lost", "{record}", "Call records that neither the database nor the disk would take");
        meter.CreateObservableGauge("portal.call_records.waiting", () => Waiting(), "{record}", "Call records in the queue");
    }

    public Counter<long> Stored { get; }

    public Counter<long> Journaled { get; }

    public Counter<long> Lost { get; }

    public Func<int> Waiting { get; set; } = () => 0;
}
