using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Portal.Web.Metrics;

/// <summary>What has been measured by one instrument, by tags.</summary>
internal sealed class Instrumented
{
    /// <summary>More combinations of tags than this share one series, so that a careless tag cannot fill the memory.</summary>
    private const int MostSeries = 1_000;

    private static readonly double[] DefaultBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
    private static readonly KeyValuePair<string, object?>[] Overflow = [new("overflow", "true")];

    private readonly ConcurrentDictionary<TagSet, Series> _series = new(TagSetComparer.Instance);
    private readonly ConcurrentDictionary<TagSet, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _find;
    private readonly double[]? _boundaries;
    private readonly bool _isSet;
    private int _count;

    public Instrumented(Instrument instrument)
    {
        Instrument = instrument;
        _find = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        var kind = instrument.GetType().IsGenericType ? instrument.GetType().GetGenericTypeDefinition() : null;
        _boundaries = kind == typeof(Histogram<>) ? AdvisedBy(instrument) ?? DefaultBoundaries : null;
        // What is observed is the total itself; what is counted is an addition to it.
        _isSet = instrument.IsObservable || kind == typeof(Gauge<>);
        Type = _boundaries is not null ? "histogram"
            : kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? "counter"
            : "gauge";
    }

    public Instrument Instrument { get; }

    /// <summary>The Prometheus type.</summary>
    public string Type { get; }

    public IEnumerable<KeyValuePair<TagSet, Series>> Series => _series;

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!_find.TryGetValue(tags, out var series))
        {
            if (Interlocked.Increment(ref _count) > MostSeries)
            {
                tags = Overflow;
            }

            series = _series.GetOrAdd(new TagSet(tags.ToArray()), static (_, boundaries) => new Series(boundaries), _boundaries);
        }

        if (_boundaries is not null)
        {
            series.Record(value);
        }
        else if (_isSet)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Before observing anew: what is no longer observed is gone.</summary>
    public void Forget()
    {
        if (Instrument.IsObservable)
        {
            _series.Clear();
            _count = 0;
        }
    }

    private static double[]? AdvisedBy(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { Count: > 0 } bounds } => [.. bounds.Select(b => (double)b)],
        _ => null,
    };
}
