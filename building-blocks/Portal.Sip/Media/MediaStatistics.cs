using System.Diagnostics.Metrics;

namespace Portal.Sip.Media;

/// <summary>The media's instruments in the meter <see cref="SipStatistics.MeterName"/>, for all of the process.</summary>
internal static class MediaStatistics
{
    private static readonly Meter Meter = new(SipStatistics.MeterName);

    internal static readonly UpDownCounter<long> Streams = Meter.CreateUpDownCounter<long>("media.streams", "{stream}", "Streams on a media clock");
    internal static readonly Counter<long> LateTicks = Meter.CreateCounter<long>("media.ticks.late", "{tick}", "Turns of the media clock that began more than 2 ms late");
    internal static readonly Counter<long> SkippedTicks = Meter.CreateCounter<long>("media.ticks.skipped", "{tick}", "Turns of the media clock given up after a standstill");
    internal static readonly Histogram<double> Lateness = Meter.CreateHistogram<double>("media.tick.lateness", "ms", "How late turns of the media clock began");
    internal static readonly Counter<long> Received = Meter.CreateCounter<long>("media.packets.received", "{packet}", "RTP packets taken");
    internal static readonly Counter<long> Sent = Meter.CreateCounter<long>("media.packets.sent", "{packet}", "RTP packets sent");
    internal static readonly Counter<long> Unsent = Meter.CreateCounter<long>("media.packets.unsent", "{packet}", "Packets that the network did not take");
    internal static readonly Counter<long> Reports = Meter.CreateCounter<long>("media.reports.received", "{packet}", "Compound RTCP packets taken");
    private static readonly Counter<long> DroppedCounter = Meter.CreateCounter<long>("media.packets.dropped", "{packet}", "Datagrams refused: of strangers, forged, or not RTP");

    private static readonly KeyValuePair<string, object?>[] Reasons =
        [new("why", "stranger"), new("why", "forged"), new("why", "malformed")];

    internal static void Dropped(DropReason why) => DroppedCounter.Add(1, Reasons[(int)why]);
}

internal enum DropReason { Stranger, Forged, Malformed }
