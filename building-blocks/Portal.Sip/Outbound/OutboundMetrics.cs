using System.Diagnostics.Metrics;

namespace Portal.Sip.Outbound;

/// <summary>What is counted of our accounts and trunks, in the meter of <see cref="SipStatistics.MeterName"/>.</summary>
internal static class OutboundMetrics
{
    private static readonly Meter Meter = new(SipStatistics.MeterName);
    private static readonly Counter<long> Attempts = Meter.CreateCounter<long>("sip.outbound.registrations", "{attempt}", "Registrations of ours, refreshes included, by result");
    private static readonly UpDownCounter<long> Held = Meter.CreateUpDownCounter<long>("sip.outbound.registered", "{account}", "Accounts that are registered now");

    internal static void Registered(bool success) => Attempts.Add(1, new KeyValuePair<string, object?>("result", success ? "ok" : "failed"));

    internal static void StateChanged(OutboundRegistrationState from, OutboundRegistrationState to)
    {
        if (from == to) return;
        if (to == OutboundRegistrationState.Registered) Held.Add(1);
        if (from == OutboundRegistrationState.Registered) Held.Add(-1);
    }
}
