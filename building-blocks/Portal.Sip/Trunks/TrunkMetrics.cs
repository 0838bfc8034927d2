using System.Diagnostics.Metrics;

namespace Portal.Sip.Trunks;

/// <summary>What is counted of a trunk, in the meter of <see cref="SipStatistics.MeterName"/>, by its name.</summary>
internal sealed class TrunkMetrics(string name)
{
    private static readonly Meter Meter = new(SipStatistics.MeterName);
    private static readonly UpDownCounter<long> InProgress = Meter.CreateUpDownCounter<long>("sip.trunk.calls", "{call}", "Calls in progress through a trunk");
    private static readonly Counter<long> Refusals = Meter.CreateCounter<long>("sip.trunk.calls.refused", "{call}", "Calls that a trunk had no channel or no target for");
    private static readonly UpDownCounter<long> Down = Meter.CreateUpDownCounter<long>("sip.trunk.targets.down", "{target}", "Targets that get no calls");

    private readonly KeyValuePair<string, object?> _trunk = new("trunk", name);

    internal void Calls(int change) => InProgress.Add(change, _trunk);
    internal void Refused(TrunkRefusal why) => Refusals.Add(1, _trunk, new KeyValuePair<string, object?>("why", why == TrunkRefusal.Full ? "full" : "no target"));
    internal void TargetChanged(bool isUp) => Down.Add(isUp ? -1 : 1, _trunk);
}
